//! The only crate with ciphers: sealed values and files, keys, receipts and tokens.
//!
//! | you want to | use |
//! |---|---|
//! | keep a record so that the database tells nothing | [`DataKey`], [`Keyring::wrap`], [`DataKey::seal`] |
//! | keep a file so | [`Sealer`], [`Opener`] |
//! | erase a record | destroy its wrapped key: without it the sealed values are noise |
//! | change the master key | [`Keyring::rewrap`]: only wrapped keys are written anew |
//! | have a master key | [`MasterKey::from_file`], or [`Stretch`] and a passphrase |
//! | find a value that is sealed, or a token | [`LookupKey`], [`Tag`] |
//! | give somebody the words to come back with | [`Words`] |
//! | give a program access | [`Token`] |
//! | know somebody again | [`PasswordHash`], [`Authenticator`], [`RecoveryCode`] |
//! | refuse a password that everybody tries | [`is_leaked`] |
//! | tell another program something that it can trust | [`WebhookSecret`] |
//! | back it all up for somebody | [`Recipient::encrypt`], [`Identity::decrypt`] |
//!
//! Nothing here reads a file, a clock or a source of randomness; randomness is an argument, but for the keys of backups,
//! which age draws. Secrets forget themselves
//! when they are dropped, and their `Debug` shows nothing of them.
//!
//! Values are sealed with XChaCha20-Poly1305, whose random nonces do not repeat; files with
//! ChaCha20-Poly1305 in chunks; names are hashed with HMAC-SHA-256; passphrases are stretched by Argon2id.
//!
//! ```
//! use seal::{DataKey, Keyring, MasterKey, Place};
//! # struct Zero;
//! # impl rand_core::TryRng for Zero {
//! #     type Error = std::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(0) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { Ok(0) }
//! #     fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> { Ok(()) }
//! # }
//! # impl rand_core::TryCryptoRng for Zero {}
//! # let mut rng = Zero; // in earnest: a generator fit for keys
//! let keyring = Keyring::new(MasterKey::new(&mut rng));
//! let report = Place { table: "report", record: &[7; 16] };
//!
//! let key = DataKey::new(&mut rng);
//! let wrapped = keyring.wrap(&key, &report, &mut rng); // stored beside the record
//! let sealed = key.seal(&report, "text", b"what was said", &mut rng)?; // stored in its column
//!
//! let key = keyring.unwrap(&wrapped, &report)?;
//! assert_eq!(key.open(&report, "text", &sealed)?.as_bytes(), b"what was said");
//! # Ok::<(), seal::SealError>(())
//! ```

mod archive;
mod envelope;
mod factor;
mod index;
mod leaked;
mod master;
mod passphrase;
mod password;
mod primitive;
mod stream;
mod token;
mod webhook;
mod words;

pub use archive::{ArchiveError, ArchiveReader, ArchiveWriter, Identity, Recipient};
pub use envelope::{DataKey, Keyring, LONGEST_VALUE, Place, Plain, SealError, WRAPPED};
pub use factor::{Authenticator, RecoveryCode};
pub use index::{IndexKey, LookupKey, Tag};
pub use leaked::is_leaked;
pub use master::{KeyError, KeyId, MasterKey};
pub use passphrase::{Stretch, StretchError};
pub use password::PasswordHash;
pub use stream::{CHUNK, HEADER, Opener, Sealer};
pub use token::{Token, TokenError};
pub use webhook::{NotASecret, WebhookSecret};
pub use words::{LONGEST_INPUT, WORDS, Words, WordsError};
