//! The columns of a region file: header in, the level and the columns of id, name and parent out.

use std::collections::BTreeSet;

use super::matching::{Choice, Match, Matcher, Said};
use super::region_aliases::{ID, NAME, PARENT_ID, PARENT_NAME, PLAIN_NAME, id_names, name_names};
use super::words::folded;
use crate::error::Error;
use crate::table::{Header, Wanted};

/// The fields of regions that a caller may name a column for.
pub const REGION_FIELDS: [&str; 4] = [ID.name, NAME.name, PARENT_ID.name, PARENT_NAME.name];

/// The deepest administrative level that any source numbers.
const DEEPEST: u8 = 6;

/// The level and the columns of one region file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionColumns {
    /// The level's name.
    pub level: String,
    /// Which rows belong to the level, where rows tell it.
    pub(super) told: Option<ToldLevel>,
    pub(super) id: usize,
    /// Columns of the name, the first that is not blank counts.
    pub(super) names: Vec<usize>,
    pub(super) parent_id: Option<usize>,
    pub(super) parent_name: Option<usize>,
    /// Which column was taken for which field.
    pub matches: Vec<Match>,
}

impl RegionColumns {
    /// Finds level and columns; `level` is the name that the caller gave, `stem` the file's name without extension.
    ///
    /// # Errors
    /// [`Error::AmbiguousColumn`], [`Error::MissingColumn`] for the id, [`Error::Outlines`] for a file that has no
    /// geometry column.
    pub fn find(
        header: &Header,
        choices: &[Choice],
        level: Option<&str>,
        stem: &str,
    ) -> Result<Self, Error> {
        if !header.has_geometry {
            return Err(Error::Outlines {
                place: crate::issue::Place::file(&header.file),
                message: format!(
                    "expected outlines, found a {} file, which has no geometry",
                    header.format
                ),
            });
        }
        let given = level.map(level_name);
        let told = told_by_rows(header, given.as_deref());
        let told_name = || told.as_ref().map(|told| told.level.clone());
        let numbered = || deepest(header).map(|number| format!("adm{number}"));
        let level = given
            .or_else(told_name)
            .or_else(numbered)
            .unwrap_or_else(|| level_name(stem));
        let number = number_of(&level)
            .filter(|number| has_level(header, *number))
            .or_else(|| deepest(header))
            .or_else(|| number_of(&level));
        let mut matcher = Matcher::new(header, vec![level.as_str(), "regions"], choices);
        let id = id(&mut matcher, number)?;
        let names = names(&mut matcher, number)?;
        let parent_id = parent_id(&mut matcher, number)?;
        let parent_name = parent_name(&mut matcher, number)?;
        let found = matcher.matches;
        Ok(Self {
            level,
            told,
            id,
            names,
            parent_id,
            parent_name,
            matches: found,
        })
    }

    /// The columns that batches must carry: those of fields, or all of them where the plan keeps properties.
    #[must_use]
    pub fn wanted(&self, header: &Header, keep_properties: bool) -> Wanted {
        let fields = self
            .names
            .iter()
            .copied()
            .chain([self.id])
            .chain(self.parent_id)
            .chain(self.parent_name)
            .chain(self.told.as_ref().map(|told| told.column));
        let mut columns: Vec<usize> = if keep_properties {
            (0..header.columns.len()).collect()
        } else {
            fields.collect()
        };
        columns.sort_unstable();
        columns.dedup();
        Wanted {
            columns,
            geometry: true,
        }
    }
}

/// A level's name in the form that file and column names take: `[a-z0-9_]`.
#[must_use]
pub fn level_name(text: &str) -> String {
    let folded = folded(&deunicode::deunicode(text));
    let plain: String = folded
        .chars()
        .map(|c| if c.is_ascii() { c } else { '_' })
        .collect();
    if plain.is_empty() {
        "regions".to_owned()
    } else {
        plain
    }
}

/// The number that a level's name ends in: `adm2` is 2.
#[must_use]
pub fn number_of(level: &str) -> Option<u8> {
    let digits = level.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok().filter(|number| *number <= DEEPEST)
}

/// The level that the values of a column tell, row by row: `shapeType` of geoBoundaries, `level` of our own outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ToldLevel {
    pub(super) column: usize,
    /// The value of the rows that belong to the level, as a level's name.
    pub(super) level: String,
}

/// The level among those that a column tells: the wanted one, else the deepest.
fn told_by_rows(header: &Header, wanted: Option<&str>) -> Option<ToldLevel> {
    let names: Vec<String> = header.columns.iter().map(|column| folded(column)).collect();
    let is_ours = names.iter().any(|name| name == "region_id");
    let column = names
        .iter()
        .position(|name| name == "shapetype" || (is_ours && name == "level"))?;
    let values = header.sample.get(column)?;
    let told: BTreeSet<String> = values
        .iter()
        .filter(|value| !value.is_empty())
        .map(level_name)
        .collect();
    let wanted = wanted
        .filter(|level| told.contains(*level))
        .map(str::to_owned);
    let deepest = || told.iter().max_by_key(|level| number_of(level)).cloned();
    wanted
        .or_else(deepest)
        .map(|level| ToldLevel { column, level })
}

fn deepest(header: &Header) -> Option<u8> {
    (0..=DEEPEST)
        .rev()
        .find(|number| has_level(header, *number))
}

fn has_level(header: &Header, number: u8) -> bool {
    let names = id_names(number);
    header
        .columns
        .iter()
        .any(|column| names.contains(&folded(column)))
}

fn id(matcher: &mut Matcher, number: Option<u8>) -> Result<usize, Error> {
    let own = ["region_id".to_owned()].into_iter();
    let names: Vec<String> = own.chain(number.into_iter().flat_map(id_names)).collect();
    matcher.required_after(&names, ID)
}

fn names(matcher: &mut Matcher, number: Option<u8>) -> Result<Vec<usize>, Error> {
    let own = ["region_name".to_owned()].into_iter();
    let names: Vec<String> = own.chain(number.into_iter().flat_map(name_names)).collect();
    let mut columns: Vec<usize> = matcher.one_after(&names, NAME)?.into_iter().collect();
    if matcher.said(NAME.name) == Said::Nothing {
        let is_english = |column: &usize| matcher.folded_names()[*column] == "name_en";
        if columns.iter().any(is_english) {
            columns.extend(matcher.one(PLAIN_NAME)?);
        }
    }
    Ok(columns)
}

fn parent_id(matcher: &mut Matcher, number: Option<u8>) -> Result<Option<usize>, Error> {
    let own = matcher.one(PARENT_ID)?;
    if own.is_some() || matcher.said(PARENT_ID.name) != Said::Nothing {
        return Ok(own);
    }
    let above = number.and_then(|number| number.checked_sub(1));
    let mut names: Vec<String> = above.into_iter().flat_map(id_names).collect();
    names.extend(above.map(|number| format!("adm{number}_ucode")));
    if matcher
        .matches
        .iter()
        .any(|found| folded(&found.column) == "cd_mun")
    {
        names.push("cd_uf".to_owned());
    }
    Ok(matcher.first_named(PARENT_ID.name, &names))
}

fn parent_name(matcher: &mut Matcher, number: Option<u8>) -> Result<Option<usize>, Error> {
    let own = matcher.one(PARENT_NAME)?;
    if own.is_some() || matcher.said(PARENT_NAME.name) != Said::Nothing {
        return Ok(own);
    }
    let above = number.and_then(|number| number.checked_sub(1));
    let mut names: Vec<String> = above.into_iter().flat_map(name_names).collect();
    if matcher
        .matches
        .iter()
        .any(|found| folded(&found.column) == "nm_mun")
    {
        names.push("nm_uf".to_owned());
    }
    Ok(matcher.first_named(PARENT_NAME.name, &names))
}

#[cfg(test)]
mod tests {
    use super::super::matching::tests::header;
    use super::*;

    fn found(columns: &[&str], level: Option<&str>) -> String {
        let mut header = header(columns);
        header.has_geometry = true;
        header.sample = columns
            .iter()
            .map(|_| ["ADM2"].into_iter().collect())
            .collect();
        let columns = RegionColumns::find(&header, &[], level, "Os Municípios 2022").unwrap();
        let matches: Vec<String> = columns
            .matches
            .iter()
            .map(|m| format!("{}={}", m.field, m.column))
            .collect();
        format!("{}: {}", columns.level, matches.join(" "))
    }

    #[test]
    fn every_source_is_known() {
        let sources: [(&[&str], Option<&str>); 12] = [
            (
                &[
                    "shapeName",
                    "shapeISO",
                    "shapeID",
                    "shapeGroup",
                    "shapeType",
                ],
                None,
            ),
            (
                &[
                    "GID_2", "GID_0", "COUNTRY", "GID_1", "NAME_1", "NAME_2", "TYPE_2",
                ],
                None,
            ),
            (
                &["GID_2", "GID_0", "COUNTRY", "GID_1", "NAME_1", "NAME_2"],
                Some("adm1"),
            ),
            (
                &[
                    "ADM0_EN",
                    "ADM0_PCODE",
                    "ADM1_EN",
                    "ADM1_PCODE",
                    "ADM2_EN",
                    "ADM2_PCODE",
                ],
                None,
            ),
            (
                &[
                    "admin1Name_fr",
                    "admin1Pcode",
                    "admin0Name_fr",
                    "admin0Pcode",
                ],
                None,
            ),
            (&["ucode", "name", "adm1_ucode"], Some("adm2")),
            (&["ISO_A3", "ISO_A3_EH", "ADM0_A3", "NAME", "NAME_EN"], None),
            (
                &["admin1_id_giga", "name", "name_en", "iso_3166_1_alpha_3"],
                None,
            ),
            (&["CD_MUN", "NM_MUN", "CD_UF", "NM_UF", "AREA_KM2"], None),
            (
                &[
                    "adm1_psgc",
                    "adm2_psgc",
                    "adm3_psgc",
                    "adm4_psgc",
                    "adm4_en",
                ],
                None,
            ),
            (&["id", "name", "description", "srcfile"], None),
            (
                &[
                    "region_id",
                    "region_name",
                    "level",
                    "parent_id",
                    "parent_name",
                    "region_row",
                ],
                Some("adm2"),
            ),
        ];
        let all: Vec<String> = sources
            .iter()
            .map(|(columns, level)| found(columns, *level))
            .collect();
        insta::assert_snapshot!(all.join("\n"), @r"
        adm2: id=shapeID name=shapeName
        adm2: id=GID_2 name=NAME_2 parent_id=GID_1 parent_name=NAME_1
        adm1: id=GID_1 name=NAME_1 parent_id=GID_0 parent_name=COUNTRY
        adm2: id=ADM2_PCODE name=ADM2_EN parent_id=ADM1_PCODE parent_name=ADM1_EN
        adm1: id=admin1Pcode name=admin1Name_fr parent_id=admin0Pcode parent_name=admin0Name_fr
        adm2: id=ucode name=name parent_id=adm1_ucode
        os_municipios_2022: id=ISO_A3_EH name=NAME_EN name=NAME
        adm1: id=admin1_id_giga name=name_en name=name
        os_municipios_2022: id=CD_MUN name=NM_MUN parent_id=CD_UF parent_name=NM_UF
        adm4: id=adm4_psgc name=adm4_en parent_id=adm3_psgc
        os_municipios_2022: id=id name=name
        adm2: id=region_id name=region_name parent_id=parent_id parent_name=parent_name
        ");
    }

    #[test]
    fn of_several_levels_in_a_file_the_given_one_counts_else_the_deepest() {
        let mut header = header(&["shapeID", "shapeType"]);
        header.has_geometry = true;
        header.sample = vec![
            ["a", "b", "c"].into_iter().collect(),
            ["ADM1", "ADM2", "ADM1"].into_iter().collect(),
        ];
        let found = |level: Option<&str>| {
            let columns = RegionColumns::find(&header, &[], level, "stem").unwrap();
            (columns.level, columns.told.unwrap().level)
        };
        assert_eq!(found(None), ("adm2".to_owned(), "adm2".to_owned()));
        assert_eq!(found(Some("ADM1")), ("adm1".to_owned(), "adm1".to_owned()));
        assert_eq!(
            found(Some("district")),
            ("district".to_owned(), "adm2".to_owned())
        );
    }

    #[test]
    fn level_names_are_plain() {
        assert_eq!(level_name("ADM2"), "adm2");
        assert_eq!(level_name("Os Municípios (2022)"), "os_municipios_2022");
        assert_eq!(level_name("регион"), "region");
        assert_eq!(level_name("районы"), "raiony");
        assert_eq!(number_of("adm2"), Some(2));
        assert_eq!(number_of("os_municipios_2022"), None);
        assert_eq!(number_of("states"), None);
    }
}
