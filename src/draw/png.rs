//! An SVG document in, a PNG out, with letters from a font that the program brings along.

use std::io;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

/// `DejaVu Sans` with the letters of most scripts that are written from left to right, Arabic and Hebrew: servers have no
/// fonts.
const FONT: &[u8] = include_bytes!("font/DejaVuSans.ttf");
const FONT_NAME: &str = "DejaVu Sans";
/// The most pixels along a side.
const LARGEST_SIDE: f32 = 10_000.0;

/// Draws an SVG document as a PNG of its own size times `scale`.
///
/// Letters that are in `DejaVu Sans` but not in the part of it that is built in (those of scripts other than Latin,
/// Greek, Cyrillic, Armenian, Hebrew, Arabic and Georgian) are drawn as boxes. Nothing is loaded from files or the net.
///
/// # Errors
/// [`io::ErrorKind::InvalidInput`] where the document is not SVG, or larger than 10,000 pixels along a side.
pub fn png(svg: &str, scale: f32) -> io::Result<Vec<u8>> {
    let tree = Tree::from_str(svg, &options()).map_err(invalid)?;
    let size = tree.size();
    let [width, height] = [size.width(), size.height()].map(|side| (side * scale).round().max(1.0));
    if !(width <= LARGEST_SIDE && height <= LARGEST_SIDE) {
        let message = format!(
            "expected at most {LARGEST_SIDE} pixels along a side, found {width} × {height}"
        );
        return Err(invalid(message));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least 1 and at most 10,000"
    )]
    let pixels = Pixmap::new(width as u32, height as u32);
    let mut pixels = pixels.ok_or_else(|| invalid("expected a picture of some size"))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(io::Error::other)
}

fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family(FONT_NAME);
    Options {
        fontdb: Arc::new(fonts),
        font_family: FONT_NAME.to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

fn invalid(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(body: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" font-family=\"Helvetica,sans-serif\">{body}</svg>"
        )
    }

    #[test]
    fn letters_are_drawn_without_any_font_of_the_machine() {
        let blank = png(&document(""), 1.0).unwrap();
        for text in ["Açaí", "Ελ", "Шк", "مدرسة", "ბავ"] {
            let drawn = png(&document(&format!("<text y=\"15\">{text}</text>")), 1.0).unwrap();
            assert!(drawn.len() > blank.len(), "{text}");
        }
    }

    #[test]
    fn sizes_follow_the_scale_and_have_a_limit() {
        let twice = png(&document(""), 2.0).unwrap();
        assert_eq!(
            (&twice[1..4], &twice[16..24]),
            (&b"PNG"[..], &[0, 0, 0, 80, 0, 0, 0, 40][..])
        );
        let error = png(&document(""), 1000.0).unwrap_err();
        insta::assert_snapshot!(error, @"expected at most 10000 pixels along a side, found 40000 × 20000");
        assert!(png("<svg", 1.0).is_err());
        assert!(png(&document(""), f32::NAN).is_ok());
    }
}
