//! What stands at one place of a text besides words.

pub const STOP: u16 = 1;
pub const CLAUSE: u16 = 1 << 1;
pub const QUOTE: u16 = 1 << 2;
pub const NUMBER: u16 = 1 << 3;
pub const MONEY: u16 = 1 << 4;
pub const NAME: u16 = 1 << 5;
pub const HANDLE: u16 = 1 << 6;
pub const LINK: u16 = 1 << 7;
pub const ASK: u16 = 1 << 8;
pub const CAPITALS: u16 = 1 << 9;
pub const OPENS: u16 = 1 << 10;
pub const FACE: u16 = 1 << 11;

pub(super) fn named(name: &str) -> Option<u16> {
    Some(match name {
        "num" => NUMBER,
        "money" => MONEY,
        "name" => NAME,
        "handle" => HANDLE,
        "link" => LINK,
        "quote" => QUOTE,
        "ask" => ASK,
        "face" => FACE,
        "stop" => STOP,
        "mark" => STOP | CLAUSE,
        _ => return None,
    })
}
