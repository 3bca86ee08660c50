//! Whatever is read as a leaf, a note, a checkpoint, a proof, a path or a bundle is exactly what would be
//! written, and bytes that are none of these never make a fault.
#![no_main]

use ledger::{Bundle, Checkpoint, Event, Note, Range, Receipt, Resource, VerifyingKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(event) = Event::decode(bytes) {
        assert_eq!(event.encode(), bytes);
    }
    if let Ok(range) = Range::from_bytes(bytes) {
        assert_eq!(range.to_bytes(), bytes);
    }
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
    }
    if let Ok(receipt) = Receipt::parse(bytes) {
        assert_eq!(receipt.to_string().as_bytes(), bytes);
    }
    if let Some(bundle) = Bundle::in_tree(0, 3)
        && let Ok(leaves) = bundle.decode(bytes)
    {
        assert_eq!(Bundle::encode(leaves).as_deref(), Ok(bytes));
    }
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_string(), text);
    }
    if let Ok(resource) = text.parse::<Resource>() {
        assert_eq!(resource.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifyingKey>() {
        assert_eq!(key.to_string(), text);
    }
});
