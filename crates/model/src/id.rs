//! What things are called by programs: random ids of 16 bytes, written as UUIDs.

use std::fmt;
use std::str::FromStr;

use uuid::{Builder, Uuid};

/// Microseconds since 1970, in UTC.
pub type Micros = i64;

/// Microseconds in a day.
pub const DAY: Micros = 24 * 60 * 60 * 1_000_000;

/// The beginning of the day that a time is in: all that is kept of when somebody came who does not say who they are.
#[must_use]
pub const fn day_of(at: Micros) -> Micros {
    at - at.rem_euclid(DAY)
}

/// The beginning of the quarter of an hour that a time is in: what is kept of it as long as hours count.
#[must_use]
pub const fn quarter_of(at: Micros) -> Micros {
    at - at.rem_euclid(DAY / 96)
}

/// The end of it.
#[must_use]
pub const fn quarter_after(at: Micros) -> Micros {
    quarter_of(at) + DAY / 96
}

/// A text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// One made of random bytes, which it shows but for six bits of form.
            #[must_use]
            pub fn random(bytes: [u8; 16]) -> Self {
                $name(Builder::from_random_bytes(bytes).into_uuid())
            }

            /// One that was kept.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                $name(Uuid::from_bytes(bytes))
            }

            /// The bytes, to be kept.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(text).map($name).map_err(|_| NotAnId)
            }
        }
    )*};
}

ids! {
    /// Of a report.
    ReportId
    /// Of the conversation with somebody who does not say who they are.
    TipId
    /// Of a reply to them.
    ReplyId
    /// Of a file that came with a report.
    FileId
    /// Of a token that lets a program in.
    TokenId
    /// Of somebody who works at the desk.
    AccountId
    /// Of a case.
    CaseId
    /// Of a call, which its receivers know it by.
    CallId
}
