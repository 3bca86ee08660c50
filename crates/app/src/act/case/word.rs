//! Words of vocabularies, and ids, as they are kept: as they are written.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serializer};

pub fn serialize<S: Serializer>(word: &impl Display, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(word)
}

pub fn deserialize<'de, W: FromStr, D: Deserializer<'de>>(from: D) -> Result<W, D::Error> {
    let text = String::deserialize(from)?;
    let word = text.parse();
    word.map_err(|_| serde::de::Error::custom("a word that is not known"))
}

/// The same, where there may be none.
pub mod maybe {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(word: &Option<impl Display>, to: S) -> Result<S::Ok, S::Error> {
        match word {
            Some(word) => to.collect_str(word),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, W: FromStr, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<W>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let word = text.map(|text| text.parse()).transpose();
        word.map_err(|_| serde::de::Error::custom("a word that is not known"))
    }
}
