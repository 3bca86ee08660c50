//! What happens with somebody's account that they must know of.

use crate::words::vocabulary;

vocabulary! {
    /// Something about an account that is out of the ordinary.
    Notice {
        /// Somebody signed in from a browser that was not used before.
        Browser = "browser",
        /// Somebody signed in with a code on paper.
        Recovery = "recovery",
        /// In a browser that was not used before somebody knew the password, or came by the provider of identities, and had not the code.
        Half = "half",
        /// After many wrong guesses signing in was slowed.
        Slowed = "slowed",
        /// Password and authenticator are new.
        Factors = "factors",
        /// There is a passkey more.
        Passkey = "passkey",
        /// There is a passkey less.
        NoPasskey = "no-passkey",
        /// A passkey counted back: there may be two of it.
        Copied = "copied",
        /// An identity of a provider was tied to the account.
        Identity = "identity",
        /// It was untied.
        NoIdentity = "no-identity",
        /// There is a new link by which they can be chosen.
        Link = "link",
        /// Where mails to its owner go was changed.
        Address = "address",
    }
}
