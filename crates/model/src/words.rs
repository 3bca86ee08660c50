//! Vocabulary shared by engine, pages and interfaces. The strings are part of the contract.

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the definition.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used in JSON, pages and documents.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)+ _ => Err(()) }
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What kind of threat activity a text shows.
    Behaviour {
        /// A reward offered for harming or exposing someone.
        Bounty = "bounty",
        /// A statement of intent to harm.
        Threat = "threat",
        /// A call on others to harm.
        Incitement = "incitement",
        /// Private data of a person published or asked for.
        Doxxing = "doxxing",
        /// Hostile watching of a person or place.
        Surveillance = "surveillance",
        /// Lying in wait for someone.
        Ambush = "ambush",
        /// Violence carried out.
        Attack = "attack",
        /// Taking or holding a person.
        Kidnapping = "kidnapping",
        /// A false emergency call that sends armed responders to someone.
        Swatting = "swatting",
        /// Repeated hostile conduct meant to intimidate.
        Harassment = "harassment",
        /// A bomb, incendiary or the claim of one.
        Explosive = "explosive",
    }
}

vocabulary! {
    /// What a claim is about: a behaviour, or the answer to one.
    Kind {
        /// See [`Behaviour::Bounty`].
        Bounty = "bounty",
        /// See [`Behaviour::Threat`].
        Threat = "threat",
        /// See [`Behaviour::Incitement`].
        Incitement = "incitement",
        /// See [`Behaviour::Doxxing`].
        Doxxing = "doxxing",
        /// See [`Behaviour::Surveillance`].
        Surveillance = "surveillance",
        /// See [`Behaviour::Ambush`].
        Ambush = "ambush",
        /// See [`Behaviour::Attack`].
        Attack = "attack",
        /// See [`Behaviour::Kidnapping`].
        Kidnapping = "kidnapping",
        /// See [`Behaviour::Swatting`].
        Swatting = "swatting",
        /// See [`Behaviour::Harassment`].
        Harassment = "harassment",
        /// See [`Behaviour::Explosive`].
        Explosive = "explosive",
        /// An arrest, removal, protective measure or law.
        Response = "response",
    }
}

impl From<Behaviour> for Kind {
    fn from(behaviour: Behaviour) -> Self {
        Kind::ALL[behaviour as usize]
    }
}

vocabulary! {
    /// How a text relates to the threat it speaks of.
    Stance {
        /// The text itself threatens or calls for harm.
        Makes = "makes",
        /// The text tells of a threat by others.
        Reports = "reports",
        /// The text condemns one.
        Condemns = "condemns",
        /// The text is invented: a novel, a film, a game, or a review of one.
        Fiction = "fiction",
        /// No threat to people is spoken of.
        Unrelated = "unrelated",
    }
}

vocabulary! {
    /// Which personal datum a passage exposes.
    ExposureKind {
        /// Telephone number.
        Phone = "PHONE",
        /// E-mail address.
        Email = "EMAIL",
        /// Street address.
        Address = "ADDRESS",
        /// A person's name.
        Person = "PERSON",
        /// Identity number: social security, passport, licence, CURP, RFC, DNI, NIE.
        Id = "ID",
        /// Payment card number.
        Card = "CARD",
        /// Bank account number.
        Iban = "IBAN",
        /// Vehicle plate.
        Plate = "PLATE",
        /// Internet address of a machine.
        Ip = "IP",
        /// Web address.
        Url = "URL",
        /// Name of an online account.
        Handle = "HANDLE",
        /// Date of birth.
        DateOfBirth = "DATE_OF_BIRTH",
        /// A named place tied to a person.
        Location = "LOCATION",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_behaviour_is_the_kind_of_the_same_name() {
        for &behaviour in Behaviour::ALL {
            assert_eq!(Kind::from(behaviour).as_str(), behaviour.as_str());
        }
    }
}
