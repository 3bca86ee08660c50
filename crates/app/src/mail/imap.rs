//! A mailbox on a server. Each message that is stored gets a keyword of its own, so that what people read there is
//! fetched all the same; where a server keeps no keywords, unread messages wait and read ones do not. Nothing is moved or
//! removed.

use async_imap::Session;
use async_imap::error::Error;
use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, ResponseCode, Status};
use tokio::time::timeout;

use super::connect::{self, Metered, PATIENCE};
use super::{LONGEST, Raw, Round, Trouble, take};
use crate::act::Desk;
use crate::config::Account;

/// Messages over which a connection may break, before the others wait for the next look.
const MOST_BROKEN: usize = 5;

/// What marks a message that is stored.
const KEYWORD: &str = "WardlineStored";

/// Bytes of a message fetched at once.
const PIECE: usize = 4 << 20;

/// Messages taken in on one connection; more wait for the next look.
const MOST: usize = 100_000;

/// Takes in what waits, in the order in which it came.
pub(super) async fn fetch(desk: &Desk, account: &Account) -> Result<Round, Trouble> {
    let mut mailbox = Mailbox::open(account).await?;
    let mut round = Round::default();
    let mut broken = 0;
    for uid in mailbox.waiting().await? {
        let raw = match mailbox.message(uid).await {
            Ok(raw) => raw,
            Err(trouble) if broken == MOST_BROKEN => return Err(trouble),
            Err(_) => {
                // the server or its answer broke over this one: the others are tried on a new connection
                broken += 1;
                mailbox = Mailbox::open(account).await?;
                None
            }
        };
        match raw {
            Some(raw) => {
                if round.may_mark(take::take_in(desk, raw).await)? {
                    mailbox.mark(uid).await?;
                }
            }
            None => round.left += 1,
        }
    }
    mailbox.close().await;
    Ok(round)
}

/// The number of messages that wait.
pub(super) async fn check(account: &Account) -> Result<usize, Trouble> {
    let mut mailbox = Mailbox::open(account).await?;
    let count = mailbox.waiting().await?.len();
    mailbox.close().await;
    if mailbox.is_read_only {
        return Err(read_only());
    }
    Ok(count)
}

/// A folder that is open.
struct Mailbox {
    session: Session<Metered>,
    /// Whether the server keeps keywords.
    has_keywords: bool,
    is_read_only: bool,
}

impl Mailbox {
    async fn open(account: &Account) -> Result<Self, Trouble> {
        let mut mailbox = Mailbox {
            session: connect::log_in(account).await?,
            has_keywords: false,
            is_read_only: false,
        };
        let (mut has_keywords, mut is_read_only) = (false, false);
        let select = select(&account.folder);
        let is_there = mailbox.run(&select, |response| {
            let (Response::Data { outcome, .. } | Response::Done { outcome, .. }) = response else {
                return;
            };
            match &outcome.code {
                Some(ResponseCode::PermanentFlags(flags)) => {
                    has_keywords = flags
                        .iter()
                        .any(|flag| flag == "\\*" || flag.eq_ignore_ascii_case(KEYWORD));
                }
                Some(ResponseCode::ReadOnly) => is_read_only = true,
                _ => (),
            }
        });
        if !is_there.await? {
            return Err(Trouble::new(
                "the folder of the mailbox is not there, or may not be opened",
                "check its name at the end of mail.imap; mostly it is INBOX",
            ));
        }
        mailbox.has_keywords = has_keywords;
        mailbox.is_read_only = is_read_only;
        Ok(mailbox)
    }

    /// The messages that wait.
    async fn waiting(&mut self) -> Result<Vec<u32>, Trouble> {
        let search = if self.has_keywords {
            format!("UID SEARCH UNKEYWORD {KEYWORD} UNDELETED")
        } else {
            "UID SEARCH UNSEEN UNDELETED".to_owned()
        };
        let mut waiting = Vec::new();
        let is_done = self.run(&search, |response| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                waiting.extend_from_slice(uids);
            }
        });
        if !is_done.await? {
            return Err(Trouble::new(
                "the mail server refuses to tell which mails wait",
                "check the rights of the account on this folder",
            ));
        }
        waiting.sort_unstable();
        waiting.dedup();
        waiting.truncate(MOST);
        Ok(waiting)
    }

    /// A message, piece by piece and unmarked; none if the server does not give it.
    async fn message(&mut self, uid: u32) -> Result<Option<Raw>, Trouble> {
        let mut bytes = Vec::new();
        loop {
            let from = bytes.len();
            let mut piece = None;
            let fetch = format!("UID FETCH {uid} (UID BODY.PEEK[]<{from}.{PIECE}>)");
            let is_done = self.run(&fetch, |response| {
                if let Response::Fetch(_, values) = response
                    && let Some(body) = body(values, uid)
                {
                    piece = Some(body.to_vec());
                }
            });
            if !is_done.await? {
                return Ok(None);
            }
            let Some(piece) = piece else {
                // some servers give nothing behind the end
                return Ok((from > 0).then_some(Raw {
                    bytes,
                    is_cut: false,
                }));
            };
            let is_last = piece.len() != PIECE;
            bytes.extend_from_slice(&piece);
            if bytes.len() > LONGEST {
                bytes.truncate(LONGEST);
                return Ok(Some(Raw {
                    bytes,
                    is_cut: true,
                }));
            }
            if is_last {
                return Ok(Some(Raw {
                    bytes,
                    is_cut: false,
                }));
            }
        }
    }

    /// Marks a message as stored, and as seen for people.
    async fn mark(&mut self, uid: u32) -> Result<(), Trouble> {
        let flags = if self.has_keywords {
            format!("\\Seen {KEYWORD}")
        } else {
            "\\Seen".to_owned()
        };
        let store = format!("UID STORE {uid} +FLAGS.SILENT ({flags})");
        if self.run(&store, |_| ()).await? {
            Ok(())
        } else {
            Err(read_only())
        }
    }

    /// Says good-bye; who does not wait for it loses nothing.
    async fn close(&mut self) {
        let _ = self.run("LOGOUT", |_| ()).await;
    }

    /// Runs a command to its end and hands on what the server says to it. Gives whether it was done.
    async fn run(
        &mut self,
        command: &str,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<bool, Trouble> {
        let session = &mut self.session;
        session.as_mut().refill();
        let talk = async {
            let id = session.run_command(command).await?;
            loop {
                let Some(response) = session.read_response().await? else {
                    return Err(Error::ConnectionLost);
                };
                each(response.parsed());
                if let Response::Done { tag, status, .. } = response.parsed()
                    && *tag == id
                {
                    return Ok(*status == Status::Ok);
                }
            }
        };
        match timeout(PATIENCE, talk).await {
            Ok(done) => done.map_err(|error| connect::failed(&error)),
            Err(_) => Err(connect::slow()),
        }
    }
}

/// The bytes in an answer about a message, and about no other.
fn body<'r>(values: &'r [AttributeValue<'_>], uid: u32) -> Option<&'r [u8]> {
    let is_asked = values
        .iter()
        .any(|value| matches!(value, AttributeValue::Uid(told) if *told == uid));
    if !is_asked {
        return None;
    }
    values.iter().find_map(|value| match value {
        AttributeValue::BodySection {
            section: None,
            data: Some(data),
            ..
        } => Some(data.as_ref()),
        _ => None,
    })
}

fn select(folder: &str) -> String {
    let folder = folder.replace('\\', "\\\\").replace('"', "\\\"");
    format!("SELECT \"{folder}\"")
}

fn read_only() -> Trouble {
    Trouble::new(
        "mails cannot be marked as stored: the account may only read the folder",
        "give it the right to set flags; until then all are fetched again and again, and stored once",
    )
}
