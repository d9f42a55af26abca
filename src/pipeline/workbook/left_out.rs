//! Tables in, those that have more rows than a sheet holds out.

use crate::table::Frame;
use crate::write::MOST_SHEET_ROWS;

/// A table that is not in the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct LeftOut {
    /// The sheet that is missing.
    pub(in crate::pipeline) sheet: String,
    /// The rows that it would have.
    pub(in crate::pipeline) n_rows: u64,
}

/// Takes out the tables that no sheet holds.
pub(super) fn leave_out_long(tables: &mut Vec<Frame>) -> Vec<LeftOut> {
    let long = tables.extract_if(.., |table| table.n_rows > MOST_SHEET_ROWS);
    let left_out = long.map(|table| LeftOut {
        sheet: table.name,
        n_rows: table.n_rows as u64,
    });
    left_out.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::FrameGeometry;

    #[test]
    fn every_table_that_no_sheet_holds_is_left_out() {
        let table = |name: &str, n_rows: usize| Frame {
            name: name.to_owned(),
            n_rows,
            columns: Vec::new(),
            geometry: FrameGeometry::None,
        };
        let mut tables = vec![
            table("regions_adm1_by", MOST_SHEET_ROWS),
            table("regions_adm2_by", MOST_SHEET_ROWS + 1),
            table("trend_adm1", 0),
            table("trend_adm2", 2 * MOST_SHEET_ROWS),
        ];
        let left_out = leave_out_long(&mut tables);
        let left_out: Vec<(&str, u64)> = left_out
            .iter()
            .map(|table| (table.sheet.as_str(), table.n_rows))
            .collect();
        let expected = [("regions_adm2_by", 1_048_576), ("trend_adm2", 2_097_150)];
        assert_eq!(left_out, expected);
        let kept: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(kept, ["regions_adm1_by", "trend_adm1"]);
    }
}
