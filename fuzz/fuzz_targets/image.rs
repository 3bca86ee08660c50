//! Images: whatever the bytes, a copy that can be copied again or a reason, in bounded memory, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use still::{Caps, Kind, copy};

fuzz_target!(|bytes: &[u8]| {
    let caps = Caps { side: 2_000, pixels: 1_000_000 };
    if let Ok(first) = copy(bytes, caps) {
        assert!(matches!(first.kind, Kind::Jpeg | Kind::Png));
        let again = copy(&first.bytes, caps).expect("a copy is an image");
        assert_eq!((again.width, again.height), (first.width, first.height));
    }
});
