//! Images painted anew: what they show, and nothing else that their files say, such as where and when and with which
//! camera they were made.
//!
//! What comes in is from strangers, and decoders are large: call this in a process that has little memory and no rights.

mod turn;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// Of JPEG, from 1 to 100: small differences cannot be seen.
const QUALITY: u8 = 90;
/// Bytes of a pixel while an image is read: four colours of two bytes.
const PIXEL: u64 = 8;

/// How large an image may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Pixels on one side.
    pub side: u32,
    /// Pixels in all.
    pub pixels: u64,
}

impl Default for Caps {
    /// What cameras make today, and little more.
    fn default() -> Self {
        Caps {
            side: 16_384,
            pixels: 60_000_000,
        }
    }
}

/// In what form an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For photographs.
    Jpeg,
    /// For drawings, and what can be seen through.
    Png,
    /// Read, not written.
    Webp,
    /// Read, not written; the first picture of a moving one.
    Gif,
}

impl Kind {
    /// What the first bytes of a file say that it is. Its name says nothing.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Kind> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Kind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Kind::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Kind::Gif),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Kind::Webp),
            _ => None,
        }
    }

    /// As web pages and mails name it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Webp => "image/webp",
            Kind::Gif => "image/gif",
        }
    }

    fn format(self) -> ImageFormat {
        match self {
            Kind::Jpeg => ImageFormat::Jpeg,
            Kind::Png => ImageFormat::Png,
            Kind::Webp => ImageFormat::WebP,
            Kind::Gif => ImageFormat::Gif,
        }
    }
}

/// Why there is no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It has more pixels than are allowed, or would take more memory.
    #[error("the image is too large")]
    TooLarge,
    /// It is no JPEG, PNG, WebP or GIF.
    #[error("this is not an image that can be read: JPEG, PNG, WebP or GIF")]
    NotAnImage,
    /// It begins as an image, and does not go on as one.
    #[error("the image is damaged")]
    Damaged,
}

/// An image without anything that it does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// JPEG or PNG.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Reads an image, turns it as its file says that it is to be looked at, and writes it anew.
///
/// # Errors
/// When it is none, is damaged, or is larger than `caps`.
pub fn copy(bytes: &[u8], caps: Caps) -> Result<Copy, Refused> {
    let kind = Kind::of(bytes).ok_or(Refused::NotAnImage)?;
    let image = read(bytes, kind, caps)?;
    let kind = match kind {
        Kind::Jpeg => Kind::Jpeg,
        Kind::Webp if !image.color().has_alpha() => Kind::Jpeg,
        Kind::Png | Kind::Webp | Kind::Gif => Kind::Png,
    };
    let bytes = written(&image, kind).map_err(|error| refused(&error))?;
    Ok(Copy {
        kind,
        bytes,
        width: image.width(),
        height: image.height(),
    })
}

fn read(bytes: &[u8], kind: Kind, caps: Caps) -> Result<DynamicImage, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind.format());
    let mut limits = Limits::default();
    limits.max_image_width = Some(caps.side);
    limits.max_image_height = Some(caps.side);
    limits.max_alloc = Some(caps.pixels.saturating_mul(PIXEL));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if width > caps.side || height > caps.side || u64::from(width) * u64::from(height) > caps.pixels
    {
        return Err(Refused::TooLarge);
    }
    let exif = decoder.exif_metadata().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    Ok(turn::upright(image, exif.as_deref()))
}

/// Eight bits a colour, and no other parts of a file than those that make the picture.
fn written(image: &DynamicImage, kind: Kind) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    if kind == Kind::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        if image.color().has_color() {
            image.to_rgb8().write_with_encoder(encoder)?;
        } else {
            image.to_luma8().write_with_encoder(encoder)?;
        }
    } else {
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
        match (image.color().has_color(), image.color().has_alpha()) {
            (true, true) => image.to_rgba8().write_with_encoder(encoder)?,
            (true, false) => image.to_rgb8().write_with_encoder(encoder)?,
            (false, true) => image.to_luma_alpha8().write_with_encoder(encoder)?,
            (false, false) => image.to_luma8().write_with_encoder(encoder)?,
        }
    }
    Ok(bytes)
}

fn refused(error: &ImageError) -> Refused {
    match error {
        ImageError::Limits(limit) => match limit.kind() {
            LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory => {
                Refused::TooLarge
            }
            _ => Refused::Damaged,
        },
        _ => Refused::Damaged,
    }
}
