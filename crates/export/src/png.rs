//! Drawings as PNG.
//!
//! Words are set in `DejaVu` Sans, which the program carries, so that a chart has the same bytes on
//! every machine; its licence is `fonts/LICENSE-DejaVu.txt`. Charts measure their words by the same
//! font.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

/// Pixels of a unit: a chart 720 units wide is sharp on paper 12 cm wide.
const SCALE: f32 = 2.0;

/// The most pixels of a picture: as much memory as four bytes for each.
const MOST: u64 = 100_000_000;

/// Why a drawing is no picture.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PngError {
    /// The drawing cannot be read.
    #[error("the drawing is not whole: {0}")]
    Drawing(String),
    /// It is larger than a picture may be.
    #[error("{width} by {height} pixels are too many for a picture")]
    TooLarge {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The picture cannot be written.
    #[error("the picture is not written: {0}")]
    Picture(String),
}

/// A drawing as a PNG on white, twice as many pixels as units.
///
/// # Errors
///
/// [`PngError`] for a drawing that is not whole or too large.
pub fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    let options =
        Options { font_family: "DejaVu Sans".to_owned(), fontdb: fonts(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|why| PngError::Drawing(why.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE);
    let size = size.ok_or_else(|| PngError::Drawing("it has no size".to_owned()))?;
    let (width, height) = (size.width(), size.height());
    if u64::from(width) * u64::from(height) > MOST {
        return Err(PngError::TooLarge { width, height });
    }
    let mut picture = Pixmap::new(width, height).ok_or(PngError::TooLarge { width, height })?;
    picture.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    picture.encode_png().map_err(|why| PngError::Picture(why.to_string()))
}

/// The fonts, read once for all drawings.
fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let read = || {
        let mut fonts = Database::new();
        for font in [dejavu::sans::regular(), dejavu::sans::bold(), dejavu::sans::oblique()] {
            fonts.load_font_data(font.to_vec());
        }
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    };
    FONTS.get_or_init(read).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Width and height, from the header of a PNG.
    fn size(bytes: &[u8]) -> [u32; 2] {
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        [16, 20].map(|at| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()))
    }

    fn drawing(words: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 40\" width=\"100%\" \
             font-family=\"system-ui, 'Segoe UI', sans-serif\"><text x=\"4\" y=\"20\">{words}</text></svg>"
        )
    }

    #[test]
    fn words_are_drawn_and_the_same_bytes_come_twice() {
        let one = png(&drawing("ŵ −5")).unwrap();
        assert_eq!(size(&one), [200, 80]);
        assert_eq!(one, png(&drawing("ŵ −5")).unwrap());
        assert_ne!(one, png(&drawing("")).unwrap(), "words leave a trace");
        assert_ne!(one, png(&drawing("w −5")).unwrap(), "the font has the letter");
    }

    #[test]
    fn what_is_no_drawing_or_too_large_is_told() {
        assert!(matches!(png("<svg"), Err(PngError::Drawing(_))));
        let huge = drawing("").replace("0 0 100 40", "0 0 20000 20000");
        assert!(matches!(png(&huge), Err(PngError::TooLarge { .. })));
    }
}
