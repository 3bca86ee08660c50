//! Traffic Light Protocol 2.0 labels.

use crate::words::vocabulary;

vocabulary! {
    /// Who may receive a document. Labels are never translated (FIRST, TLP 2.0).
    Tlp {
        /// No limit.
        Clear = "TLP:CLEAR",
        /// The community, no public channels.
        Green = "TLP:GREEN",
        /// The recipient's organisation and its clients.
        Amber = "TLP:AMBER",
        /// The recipient's organisation only.
        AmberStrict = "TLP:AMBER+STRICT",
        /// The named recipients only.
        Red = "TLP:RED",
    }
}

impl Tlp {
    /// The label's colour on black, as FIRST draws it.
    #[must_use]
    pub const fn colour(self) -> &'static str {
        match self {
            Tlp::Clear => "#FFFFFF",
            Tlp::Green => "#33FF00",
            Tlp::Amber | Tlp::AmberStrict => "#FFC000",
            Tlp::Red => "#FF2B2B",
        }
    }
}
