//! What is attached to a mail, as files, within limits.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::{DEPTH, is_report, tidy};

/// How much is taken of what is attached.
#[derive(Clone, Copy, Debug)]
pub struct FileLimits {
    /// Files of one mail.
    pub files: usize,
    /// Bytes of all of them together.
    pub bytes: usize,
}

/// A file of a mail.
#[derive(Debug)]
pub struct MailFile {
    /// As its sender called it.
    pub name: String,
    /// What its sender said it is.
    pub kind: String,
    /// Its content, decoded if that was possible.
    pub content: Vec<u8>,
}

/// The files of a mail, and of the messages inside it.
#[derive(Debug, Default)]
pub struct Files {
    /// Those within the limits.
    pub kept: Vec<MailFile>,
    /// Names of those beyond.
    pub beyond: Vec<String>,
    /// Names of those that are kept as they came, because they could not be decoded or have no end.
    pub damaged: Vec<String>,
    /// Whether messages lie so deep inside others that their files were not looked for.
    pub is_too_deep: bool,
    bytes: usize,
}

impl Files {
    /// Those of a message.
    pub(super) fn of(message: &Message, limits: FileLimits) -> Self {
        let mut files = Files::default();
        files.gather(message, limits, 0);
        files
    }

    fn gather(&mut self, message: &Message, limits: FileLimits, depth: usize) {
        for part in message.attachments() {
            match &part.body {
                PartType::Message(inner) if depth < DEPTH => self.gather(inner, limits, depth + 1),
                PartType::Message(_) => self.is_too_deep = true,
                _ if is_file(part) => self.take(part, limits),
                _ => {}
            }
        }
    }

    fn take(&mut self, part: &MessagePart, limits: FileLimits) {
        let name = part.attachment_name().and_then(tidy).unwrap_or_default();
        let content = part.contents();
        if self.kept.len() >= limits.files || self.bytes + content.len() > limits.bytes {
            self.beyond.push(name);
            return;
        }
        if part.is_encoding_problem {
            self.damaged.push(name.clone());
        }
        self.bytes += content.len();
        self.kept.push(MailFile {
            name,
            kind: kind(part),
            content: content.to_vec(),
        });
    }
}

/// True for all that is more than a text: texts without a name are reports, and nothing of them is lost there.
fn is_file(part: &MessagePart) -> bool {
    match &part.body {
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Html(_) => true,
        PartType::Text(_) => part.attachment_name().is_some() || !is_report(part),
        PartType::Message(_) | PartType::Multipart(_) => false,
    }
}

fn kind(part: &MessagePart) -> String {
    let Some(kind) = part.content_type() else {
        return String::new();
    };
    match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    }
}
