//! Judged rows in, the lines of all their issues out, some at a time: there may be several for each of a million rows.

use std::borrow::Cow;
use std::io::{self, Write};

use super::quality::{Hit, Judged};
use crate::issue::{Issue, Place, Severity};
use crate::judge::{Check, Gravity, Telling, catalog};
use crate::table::{Column, Frame, FrameGeometry, TextColumn};
use crate::write;

/// Lines that are held at a time.
const LINES_AT_ONCE: usize = 1 << 16;

/// Writes all issues: by file and row.
pub(super) fn write_issues(judged: &Judged, out: &mut (dyn Write + Send)) -> io::Result<u64> {
    let mut lines = Lines {
        judged,
        tellings: judged
            .findings
            .iter()
            .map(|finding| finding.telling(judged.records))
            .collect(),
        others: judged.others.iter().copied().peekable(),
        held: Held::default(),
        n_written: 0,
        out,
    };
    judged.each_row(|row, issues, hits| lines.row(row, issues, hits))?;
    lines.others_before(usize::MAX, u64::MAX)?;
    lines.flush()?;
    Ok(lines.n_written)
}

/// The table of issues without any.
pub(super) fn issue_columns() -> Frame<'static> {
    Held::default().frame()
}

struct Lines<'a, I: Iterator<Item = &'a Issue>> {
    judged: &'a Judged<'a>,
    tellings: Vec<Telling<'a>>,
    /// Issues of no row, to come where their places are.
    others: std::iter::Peekable<I>,
    held: Held,
    n_written: u64,
    out: &'a mut (dyn Write + Send),
}

impl<'a, I: Iterator<Item = &'a Issue>> Lines<'a, I> {
    fn row(&mut self, row: usize, issues: &[(u32, &Issue)], hits: &[Hit]) -> io::Result<()> {
        let records = self.judged.records;
        let file = records.source_file[row] as usize;
        if row == records.rows_of(file).start {
            self.whole_file(file)?;
        }
        self.others_before(file, records.source_row[row])?;
        for (_, issue) in issues {
            self.push_raised(issue)?;
        }
        for (finding, index) in hits {
            let issue = self.tellings[*finding].issue(*index);
            self.push(&issue, Some(self.judged.findings[*finding].check))?;
        }
        Ok(())
    }

    /// What is wrong with all rows of a file, in one line each.
    fn whole_file(&mut self, file: usize) -> io::Result<()> {
        self.others_before(file, 0)?;
        let judged = self.judged;
        for (finding, index) in judged.findings.iter().zip(0..) {
            if finding
                .whole_files
                .iter()
                .any(|whole| *whole as usize == file)
            {
                let fails = judged.gravity(finding.check) == Gravity::Critical;
                let message = self.tellings[index].message_of_file(fails);
                let place = Place::file(&judged.records.files[file].name);
                let issue = Issue::new(place, finding.check.name, Severity::Doubt, "", message);
                self.push(&issue, Some(finding.check))?;
            }
        }
        Ok(())
    }

    /// Issues of no row that stand before a place.
    fn others_before(&mut self, file: usize, source_row: u64) -> io::Result<()> {
        let files = &self.judged.records.files;
        let is_before = |issue: &&Issue| {
            let of_schools = files
                .iter()
                .position(|known| known.name == issue.place.file);
            of_schools.unwrap_or(files.len()) < file
                || (of_schools == Some(file) && issue.place.row.unwrap_or_default() <= source_row)
        };
        while let Some(issue) = self.others.next_if(is_before) {
            self.push_raised(issue)?;
        }
        Ok(())
    }

    /// Writes an issue that another stage raised.
    fn push_raised(&mut self, issue: &Issue) -> io::Result<()> {
        let check = catalog().iter().find(|check| check.name == issue.check);
        self.push(issue, check)
    }

    fn push(&mut self, issue: &Issue, check: Option<&Check>) -> io::Result<()> {
        let gravity = check.map(|check| self.judged.gravity(check));
        self.held.push(issue, gravity.map_or("", Gravity::name));
        if self.held.n_lines == LINES_AT_ONCE {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what is held; the header with the first lines only.
    fn flush(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        if self.n_written > 0 && held.n_lines == 0 {
            return Ok(());
        }
        let is_first = self.n_written == 0;
        self.n_written += held.n_lines as u64;
        let frame = held.frame();
        if is_first {
            write::csv(&frame, self.out)?;
        } else {
            write::csv(
                &frame,
                &mut WithoutHeader {
                    out: self.out,
                    is_past: false,
                },
            )?;
        }
        Ok(())
    }
}

/// Lines on their way into the file.
#[derive(Default)]
struct Held {
    n_lines: usize,
    rows: Vec<Option<i64>>,
    texts: [TextColumn; 7],
}

impl Held {
    fn push(&mut self, issue: &Issue, gravity: &str) {
        self.n_lines += 1;
        self.rows
            .push(issue.place.row.and_then(|row| i64::try_from(row).ok()));
        let column = issue.place.column.as_deref().unwrap_or_default();
        let severity = issue.severity.name();
        let fields = [
            &*issue.place.file,
            column,
            issue.check,
            severity,
            &issue.value,
            &issue.message,
            gravity,
        ];
        for (text, field) in self.texts.iter_mut().zip(fields) {
            text.push(field);
        }
    }

    fn frame(self) -> Frame<'static> {
        const NAMES: [&str; 7] = [
            "file", "column", "check", "severity", "value", "message", "gravity",
        ];
        let text =
            |(name, text): (&str, TextColumn)| (name.to_owned(), Column::Text(Cow::Owned(text)));
        let mut columns: Vec<(String, Column)> =
            NAMES.into_iter().zip(self.texts).map(text).collect();
        columns.insert(1, ("row".to_owned(), Column::Integer(self.rows.into())));
        Frame {
            name: "issues".to_owned(),
            n_rows: self.n_lines,
            columns,
            geometry: FrameGeometry::None,
        }
    }
}

/// Leaves out the first line of what is written.
struct WithoutHeader<'a> {
    out: &'a mut (dyn Write + Send),
    is_past: bool,
}

impl Write for WithoutHeader<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_past {
            return self.out.write(bytes);
        }
        let end = memchr::memchr(b'\n', bytes);
        self.is_past = end.is_some();
        Ok(end.map_or(bytes.len(), |end| end + 1))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
