//! Images of all kinds, and what only pretends to be one.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, Frame, GrayImage, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
};
use still::{Caps, Copy, Kind, Refused, copy};

/// Forty by twenty, red on the left and blue on the right.
fn halves() -> RgbImage {
    RgbImage::from_fn(40, 20, |x, _| match x < 20 {
        true => Rgb([220, 20, 20]),
        false => Rgb([20, 20, 220]),
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("an image of ours can be written");
    bytes.into_inner()
}

/// A directory of EXIF with a turn and a position.
fn exif(turned: u16) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(count.to_le_bytes());
        tiff.extend(value);
    };
    let [low, high] = turned.to_le_bytes();
    entry(0x0112, 3, 1, [low, high, 0, 0]);
    entry(0x8825, 4, 1, 38_u32.to_le_bytes());
    tiff.extend([0; 4]);
    // the position: north of the equator, and a camera's note
    tiff.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0GPS-HOME-ADDRESS");
    tiff
}

fn jpeg_with_exif(turned: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder
        .set_exif_metadata(exif(turned))
        .expect("JPEG holds EXIF");
    halves()
        .write_with_encoder(encoder)
        .expect("an image of ours can be written");
    bytes
}

fn shown(copy: &Copy) -> DynamicImage {
    image::load_from_memory(&copy.bytes).expect("a copy can be read")
}

#[track_caller]
fn is_red(image: &DynamicImage, x: u32, y: u32) {
    let Rgb([red, _, blue]) = *image.to_rgb8().get_pixel(x, y);
    assert!(
        red > 150 && blue < 100,
        "({x}, {y}) is {red} red and {blue} blue"
    );
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_a_photograph_says_of_where_it_was_made_is_gone() {
    let original = jpeg_with_exif(1);
    assert!(holds(&original, b"Exif") && holds(&original, b"GPS-HOME"));
    let copy = copy(&original, Caps::default()).unwrap();
    assert_eq!((copy.kind, copy.width, copy.height), (Kind::Jpeg, 40, 20));
    for part in [&b"Exif"[..], b"GPS", b"http", b"ICC_PROFILE", b"Photoshop"] {
        assert!(!holds(&copy.bytes, part));
    }
    is_red(&shown(&copy), 5, 10);
}

#[test]
fn an_image_stands_as_it_is_to_be_looked_at() {
    let upright = [
        (1, (40, 20), (5, 10)),
        (2, (40, 20), (35, 10)),
        (3, (40, 20), (35, 10)),
        (4, (40, 20), (5, 10)),
        (5, (20, 40), (10, 5)),
        (6, (20, 40), (10, 5)),
        (7, (20, 40), (10, 35)),
        (8, (20, 40), (10, 35)),
    ];
    for (turned, size, (x, y)) in upright {
        let copy = copy(&jpeg_with_exif(turned), Caps::default()).unwrap();
        assert_eq!((copy.width, copy.height), size, "{turned}");
        is_red(&shown(&copy), x, y);
    }
}

#[test]
fn each_kind_is_read() {
    let image = DynamicImage::from(halves());
    for (format, kind) in [
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::WebP, Kind::Jpeg),
        (ImageFormat::Gif, Kind::Png),
        (ImageFormat::Jpeg, Kind::Jpeg),
    ] {
        let copy = copy(&encoded(&image, format), Caps::default()).unwrap();
        assert_eq!(copy.kind, kind, "{format:?}");
        assert_eq!(Kind::of(&copy.bytes), Some(kind));
        is_red(&shown(&copy), 5, 10);
    }
    let grey = DynamicImage::from(GrayImage::from_pixel(3, 3, image::Luma([7])));
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let copy = copy(&encoded(&grey, format), Caps::default()).unwrap();
        assert!(!shown(&copy).color().has_color());
    }
    let deep = DynamicImage::from(halves()).to_rgba16();
    let copy = copy(&encoded(&deep.into(), ImageFormat::Png), Caps::default()).unwrap();
    is_red(&shown(&copy), 5, 10);
}

#[test]
fn what_can_be_seen_through_stays_so() {
    let glass = RgbaImage::from_pixel(8, 8, Rgba([200, 0, 0, 90]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let copy = copy(&encoded(&glass.clone().into(), format), Caps::default()).unwrap();
        assert_eq!(copy.kind, Kind::Png);
        assert_eq!(shown(&copy).to_rgba8().get_pixel(1, 1).0, [200, 0, 0, 90]);
    }
}

#[test]
fn of_a_moving_image_the_first_is_shown() {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for colour in [[220, 20, 20, 255], [20, 20, 220, 255]] {
        let frame = Frame::new(RgbaImage::from_pixel(6, 6, Rgba(colour)));
        encoder.encode_frame(frame).unwrap();
    }
    drop(encoder);
    is_red(&shown(&copy(&bytes, Caps::default()).unwrap()), 3, 3);
}

#[test]
fn what_is_no_image_is_refused() {
    let text = b"name,address\nsomebody,somewhere\n";
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let bitmap = encoded(&DynamicImage::from(halves()), ImageFormat::Png);
    for bytes in [
        &text[..],
        drawing,
        b"",
        b"\x89PN",
        b"BM\x46\0\0\0",
        b"%PDF-1.7",
        &bitmap[1..],
    ] {
        assert_eq!(copy(bytes, Caps::default()), Err(Refused::NotAnImage));
    }
}

#[test]
fn a_damaged_image_is_told_as_such() {
    let image = DynamicImage::from(halves());
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = encoded(&image, format);
        for length in [13, 30, whole.len() / 2] {
            let cut = copy(&whole[..length], Caps::default());
            assert_eq!(cut, Err(Refused::Damaged), "{format:?} {length}");
        }
    }
    assert_eq!(
        copy(b"\xff\xd8\xff\xe0\0\x10JFIF", Caps::default()),
        Err(Refused::Damaged)
    );
}

/// A PNG that claims to be this large, with next to nothing in it.
fn bomb(side: u32) -> Vec<u8> {
    let mut bytes = encoded(&GrayImage::new(1, 1).into(), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| match sum & 1 {
            0 => sum >> 1,
            _ => sum >> 1 ^ 0xedb8_8320,
        })
    })
}

#[test]
fn what_swells_is_refused_before_it_does() {
    for side in [8_000, 16_384, 60_000, u32::MAX >> 1] {
        assert_eq!(
            copy(&bomb(side), Caps::default()),
            Err(Refused::TooLarge),
            "{side}"
        );
    }
    let small = Caps {
        side: 30,
        pixels: 1_000,
    };
    let image = DynamicImage::from(halves());
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::WebP,
        ImageFormat::Gif,
    ] {
        let bytes = encoded(&image, format);
        assert_eq!(copy(&bytes, small), Err(Refused::TooLarge), "{format:?}");
        let few = Caps {
            side: 50,
            pixels: 700,
        };
        assert_eq!(copy(&bytes, few), Err(Refused::TooLarge), "{format:?}");
    }
}
