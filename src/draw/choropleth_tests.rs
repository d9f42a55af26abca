use super::super::fixture::{outlines, partition, rectangle, simple};
use super::*;

struct Given {
    outlines: Outlines,
    names: TextColumn,
    parents: TextColumn,
    figures: Vec<Figure>,
    notes: Vec<String>,
}

impl Given {
    fn new(outlines: Outlines, figures: Vec<Figure>) -> Self {
        let rows = 0..outlines.n_rows();
        let names: Vec<String> = rows.map(|row| format!("R{row}")).collect();
        Self {
            parents: names.iter().map(|_| "").collect(),
            names: names.iter().map(String::as_str).collect(),
            outlines,
            figures,
            notes: vec!["Schools: schools.csv".to_owned()],
        }
    }

    fn drawn(&self, style: Style) -> String {
        choropleth(&Choropleth {
            title: "Schools without internet",
            subtitle: "Of all",
            notes: &self.notes,
            outlines: &self.outlines,
            names: &self.names,
            parents: &self.parents,
            measure: Measure::default(),
            figures: &self.figures,
            breaks: &Breaks::Fixed,
            style,
        })
    }
}

/// The elements of a document that are well-formed as far as a simple reader can tell: every one is closed in order.
fn n_elements(svg: &str) -> usize {
    let mut open: Vec<&str> = Vec::new();
    let mut n_elements = 0;
    for tag in svg.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else {
            n_elements += 1;
            if !tag.ends_with('/') {
                open.push(tag.split_whitespace().next().unwrap_or(tag));
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    n_elements
}

#[test]
fn regions_stand_in_the_group_of_their_class() {
    let figures = vec![
        Figure::Share(0.0),
        Figure::Share(0.95),
        Figure::TooLittleKnown,
        Figure::NoData,
    ];
    let svg = Given::new(partition(2, 2, &[0.0]), figures).drawn(Style::default());
    for (fill, title) in [
        ("#ffffb2", "R0: 0 %"),
        ("#bd0026", "R1: 95 %"),
        ("url(#map-little)", "R2: too little known"),
        ("url(#map-none)", "R3: no data"),
    ] {
        let (_, group) = svg.split_once(&format!("<g fill=\"{fill}\"")).unwrap();
        let (group, _) = group.split_once("</g>").unwrap();
        assert!(
            group.contains(&format!("<title>{title}</title>")),
            "{title}"
        );
        assert_eq!(group.matches("<path").count(), 1);
    }
    assert!(n_elements(&svg) > 30);
}

#[test]
fn untrusted_text_stays_text() {
    let mut given = Given::new(
        simple(&[rectangle(0.0, 0.0, 1.0, 1.0)]),
        vec![Figure::Share(0.5)],
    );
    given.names = ["</title><script>alert(1)</script>\u{0}"]
        .into_iter()
        .collect();
    given.notes = vec!["a & b < c \"d\"".to_owned()];
    let svg = given.drawn(Style {
        id: "\"><x",
        ..Style::default()
    });
    n_elements(&svg);
    assert!(!svg.contains("<script") && !svg.contains('\0') && !svg.contains("<x"));
}

#[test]
fn no_region_and_regions_without_outline_make_a_picture() {
    for (outlines, figures) in [
        (Outlines::new(), Vec::new()),
        (outlines(&[Vec::new()]), vec![Figure::NoData]),
        (simple(&[vec![[0.0, 90.0]; 4]]), vec![Figure::Share(1.0)]),
        (
            simple(&[rectangle(179.0, -1.0, 181.0, 1.0)]),
            vec![Figure::Share(1.0)],
        ),
    ] {
        let svg = Given::new(outlines, figures).drawn(Style {
            width_px: 0.0,
            is_dark: true,
            id: "a",
        });
        n_elements(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\""));
    }
}

#[test]
fn borders_are_left_out_where_they_would_be_all_to_be_seen() {
    let projection = Projection::fit(&[&simple(&[rectangle(0.0, 0.0, 1.0, 1.0)])], 500.0, 500.0);
    assert_eq!(border_px(&projection, 4), Some(0.6));
    assert!(border_px(&projection, 5000).unwrap() < 0.2);
    assert_eq!(border_px(&projection, 50_000), None);
}
