//! The column names that stand for the fields of a region, folded: those that carry a level's number, and the tiers of
//! the others.
//!
//! They come from GADM, COD-AB (OCHA), PSGC, Giga's own, geoBoundaries, GeoRepo, IBGE and Natural Earth; the plain words
//! come after them.

use super::matching::Field;

pub(super) const ID: Field = Field {
    name: "id",
    tiers: &[
        &["shapeid", "ucode"],
        &[
            "cd_mun",
            "cd_geocmu",
            "cd_geocodm",
            "geocodigo",
            "geocodmu",
            "cd_geocodi",
            "codarea",
            "codigo_ibge",
            "codigo_ibg",
        ],
        &["cd_uf", "cd_geocuf"],
        &["iso_a3_eh"],
        &["adm0_a3"],
        &["iso_3166_2"],
        &["iso_a3"],
        &["pcode"],
        &["code", "codigo"],
        &["id"],
    ],
};

pub(super) const NAME: Field = Field {
    name: "name",
    tiers: &[
        &["shapename"],
        &["nm_mun", "nm_municip", "nm_municipio"],
        &["nm_uf", "nm_estado"],
        &["name_en"],
        &["name"],
        &["nome", "nombre", "nom"],
    ],
};

pub(super) const PLAIN_NAME: Field = Field {
    name: "name",
    tiers: &[&["name"]],
};

pub(super) const PARENT_ID: Field = Field {
    name: "parent_id",
    tiers: &[&["parent_id"]],
};

pub(super) const PARENT_NAME: Field = Field {
    name: "parent_name",
    tiers: &[&["parent_name"]],
};

/// Numbered id columns: GADM, COD-AB in its spellings, PSGC, Giga.
pub(super) fn id_names(number: u8) -> Vec<String> {
    [
        format!("gid_{number}"),
        format!("adm{number}_pcode"),
        format!("adm{number}pcode"),
        format!("admin{number}pcode"),
        format!("admin{number}_pcode"),
        format!("adm{number}_psgc"),
        format!("admin{number}_id_giga"),
        format!("adm{number}_code"),
        format!("adm{number}_id"),
    ]
    .into()
}

/// Numbered name columns, English before French, Spanish, Portuguese and the unmarked.
pub(super) fn name_names(number: u8) -> Vec<String> {
    let mut names = vec![format!("name_{number}")];
    for language in ["_en", "_fr", "_es", "_pt", "_name", "_name1", "_ref"] {
        names.push(format!("adm{number}{language}"));
    }
    for language in ["_en", "_fr", "_es", "_pt", ""] {
        names.push(format!("admin{number}name{language}"));
        names.push(format!("adm{number}_name{language}"));
    }
    if number == 0 {
        names.push("country".to_owned());
    }
    names
}
