//! Working copies of images, painted by another process.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

use std::collections::HashSet;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageEncoder, ImageFormat, Rgb, RgbImage};
use wardline::output::Language;
use wardline::redraw::{Redraw, Redrawn, Unredrawn};

const MINUTE: Duration = Duration::from_secs(60);

fn wardline() -> PathBuf {
    env!("CARGO_BIN_EXE_wardline").into()
}

#[tokio::main(flavor = "current_thread")]
async fn copied(original: &[u8]) -> Result<Redrawn, Unredrawn> {
    Redraw::by(wardline(), MINUTE).copy(original).await
}

#[tokio::main(flavor = "current_thread")]
async fn copied_by(
    program: PathBuf,
    patience: Duration,
    original: &[u8],
) -> Result<Redrawn, Unredrawn> {
    Redraw::by(program, patience).copy(original).await
}

/// A photograph that says where it was made, to be turned by a quarter.
fn photograph() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0GPS-HOME-ADDRESS");
    let image = RgbImage::from_fn(320, 200, |x, y| Rgb([x as u8, y as u8, 128]));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(exif).unwrap();
    image.write_with_encoder(encoder).unwrap();
    bytes
}

fn png(image: DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// `wardline image-copy`, from outside, in a folder of its own.
fn started() -> Child {
    Command::new(wardline())
        .arg("image-copy")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_copy_shows_the_image_and_says_nothing_else() {
    let original = photograph();
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
    assert!(holds(&original, b"GPS-HOME-ADDRESS"));
    let copy = copied(&original).unwrap();
    assert_eq!(copy.media_type, "image/jpeg");
    assert!(!holds(&copy.bytes, b"GPS") && !holds(&copy.bytes, b"Exif"));
    let shown = image::load_from_memory(&copy.bytes).unwrap();
    assert_eq!((shown.width(), shown.height()), (200, 320));
}

#[test]
fn a_large_image_goes_through_the_pipes() {
    // noise, so that both ways carry more than a pipe holds
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(1_500, 1_000, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        Rgb([a, b, c])
    });
    let copy = copied(&png(noise.clone().into())).unwrap();
    assert_eq!(copy.media_type, "image/png");
    assert!(copy.bytes.len() > 1 << 20);
    assert_eq!(
        image::load_from_memory(&copy.bytes).unwrap().to_rgb8(),
        noise
    );
}

#[test]
fn what_is_no_image_never_gets_that_far() {
    for bytes in [
        &b"a text named .png"[..],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"",
        b"%PDF-1.7",
    ] {
        assert_eq!(copied(bytes), Err(Unredrawn::NotAnImage));
        // and is refused by the other process too
        let mut child = started();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stdout), (Some(1), Vec::new()));
        assert!(
            String::from_utf8(ended.stderr)
                .unwrap()
                .starts_with("this is not an image")
        );
    }
}

#[test]
fn what_is_cut_off_or_swells_is_told_as_such() {
    let whole = png(GrayImage::new(64, 64).into());
    assert_eq!(copied(&whole[..whole.len() / 2]), Err(Unredrawn::Damaged));
    // 16,000 by 16,000 pixels of one colour: some kilobytes that would become a gigabyte
    let mut bomb = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bomb);
    let pixels = vec![0; 16_000 * 16_000];
    encoder
        .write_image(&pixels, 16_000, 16_000, image::ExtendedColorType::L8)
        .unwrap();
    assert!(bomb.len() < 2 << 20);
    assert_eq!(copied(&bomb), Err(Unredrawn::TooLarge));
    let mut long = whole;
    long.resize((50 << 20) + 1, 0);
    assert_eq!(copied(&long), Err(Unredrawn::TooLarge));
}

#[test]
fn nobody_waits_for_ever() {
    let image = png(GrayImage::new(3_000, 3_000).into());
    let hasty = Duration::from_millis(1);
    assert_eq!(
        copied_by(wardline(), hasty, &image),
        Err(Unredrawn::TookTooLong)
    );
}

#[test]
fn a_program_that_is_not_there_or_another_gives_no_copy() {
    let image = png(GrayImage::new(8, 8).into());
    for program in ["/nowhere/wardline", "/bin/true", "/bin/false"] {
        assert_eq!(
            copied_by(program.into(), MINUTE, &image),
            Err(Unredrawn::Failed),
            "{program}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_other_process_has_few_rights() {
    let mut child = started();
    let limits = format!("/proc/{}/limits", child.id());
    let is_capped = |name: &str, most: u64| {
        let told = std::fs::read_to_string(&limits).unwrap();
        let line = told.lines().find(|line| line.starts_with(name)).unwrap();
        let soft = line[name.len()..].split_whitespace().next();
        soft.and_then(|soft| soft.parse().ok())
            .is_some_and(|soft: u64| soft <= most)
    };
    let caps = [
        ("Max address space", 1 << 30),
        ("Max cpu time", 20),
        ("Max core file size", 0),
        ("Max open files", 0),
        ("Max processes", 0),
    ];
    // it waits for the image, after it gave up its rights
    let given_up = (0..1_000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        caps.iter().all(|(name, most)| is_capped(name, *most))
    });
    assert!(given_up, "{}", std::fs::read_to_string(&limits).unwrap());
    drop(child.stdin.take());
    assert!(!child.wait().unwrap().success());
}

#[test]
fn each_reason_has_its_words() {
    let reasons = [
        Unredrawn::TooLarge,
        Unredrawn::NotAnImage,
        Unredrawn::Damaged,
        Unredrawn::TookTooLong,
        Unredrawn::Failed,
    ];
    let mut told = HashSet::new();
    for language in [Language::En, Language::Es] {
        for reason in reasons {
            let words = reason.told(language);
            assert!(
                words.ends_with('.') && words.contains(' '),
                "{reason:?}: {words}"
            );
            assert!(told.insert(words), "{words}");
        }
    }
}
