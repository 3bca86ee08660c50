//! Messages forwarded or quoted whole inside the text of another.

/// The text of a mail, parted into its own words and the messages that it carries.
pub(super) struct Parts<'a> {
    pub(super) own: &'a str,
    pub(super) forwarded: Vec<Forwarded<'a>>,
}

/// A message carried in the text of another.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Forwarded<'a> {
    pub(super) from: Option<String>,
    pub(super) date: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) text: &'a str,
}

/// Lines that mail programs write above a forwarded message, without dashes.
const INTRODUCTIONS: [&str; 10] = [
    "forwarded message",
    "original message",
    "begin forwarded message:",
    "mensaje reenviado",
    "mensaje original",
    "inicio del mensaje reenviado:",
    "forwarded by",
    "reenviado por",
    "inicio del mensaje reenviado",
    "begin forwarded message",
];

/// Most messages told apart in one text; the rest stays with the last.
const MOST: usize = 500;
/// Header lines looked at below an introduction.
const HEADERS: usize = 14;

/// Parts a text at each line that introduces a forwarded message and is followed by its headers.
pub(super) fn split(text: &str) -> Parts<'_> {
    let mut cuts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if cuts.len() < MOST && introduces(line) && headers(&text[end..]).is_some() {
            cuts.push((at, end));
        }
        at = end;
    }
    let own = cuts.first().map_or(text, |(start, _)| &text[..*start]);
    let ends = cuts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([text.len()]);
    let forwarded = cuts
        .iter()
        .zip(ends)
        .filter_map(|((_, begin), end)| headers(&text[*begin..end]))
        .collect();
    Parts { own, forwarded }
}

fn introduces(line: &str) -> bool {
    let line = bare(line);
    if line.len() > 120 {
        return false;
    }
    let words = line.trim_matches(['-', '_', ' ', '*']);
    let lower = words.to_lowercase();
    INTRODUCTIONS
        .iter()
        .any(|known| match lower.strip_prefix(known) {
            Some(rest) => rest.is_empty() || words.len() < line.len() || known.ends_with(':'),
            None => false,
        })
}

/// A line without the marks of quotation before it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c == '>' || c.is_whitespace())
}

/// The headers at the beginning of `text` and what follows them; `None` if it does not begin with
/// at least a sender.
fn headers(text: &str) -> Option<Forwarded<'_>> {
    let mut found = Forwarded::default();
    let mut at = 0;
    for line in text.split_inclusive('\n').take(HEADERS) {
        let words = bare(line).trim_matches('*');
        if words.is_empty() {
            if found.from.is_some() {
                break;
            }
            at += line.len();
            continue;
        }
        let Some((name, value)) = words.split_once(':') else {
            break;
        };
        let value = super::tidy(value.trim_matches(['*', ' ']));
        match name.trim_matches('*').to_lowercase().as_str() {
            "from" | "de" => found.from = value.map(|from| without_address(&from)),
            "date" | "sent" | "fecha" | "enviado" | "enviado el" => found.date = value,
            "subject" | "asunto" => found.subject = value,
            "to" | "para" | "cc" | "reply-to" | "bcc" | "responder a" => {}
            _ => break,
        }
        at += line.len();
    }
    found.from.is_some().then(|| Forwarded {
        text: text[at..].trim_matches(['\n', '\r']),
        ..found
    })
}

/// The name in `Name <address>`; the address where there is no name.
fn without_address(from: &str) -> String {
    match from.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name.trim().trim_matches('"').to_owned(),
        Some((_, address)) => address.trim_end_matches('>').to_owned(),
        None => from.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn forwarded_messages_are_parted_in_both_languages() {
        let text = "See below.\n\n---------- Forwarded message ---------\nFrom: Ana Ruiz <ana@example.org>\n\
                    Date: Tue, Oct 14, 2025\nSubject: Warning\nTo: <desk@example.org>\n\nThey know.\n\n\
                    > -----Mensaje original-----\n> De: Luis\n> Enviado: 13 de octubre de 2025\n> Asunto: Aviso\n>\n> Cuidado.\n";
        let parts = split(text);
        assert_eq!(parts.own, "See below.\n\n");
        assert_eq!(parts.forwarded.len(), 2);
        let first = &parts.forwarded[0];
        assert_eq!(first.from.as_deref(), Some("Ana Ruiz"));
        assert_eq!(first.date.as_deref(), Some("Tue, Oct 14, 2025"));
        assert_eq!(
            (first.subject.as_deref(), first.text),
            (Some("Warning"), "They know.")
        );
        let second = &parts.forwarded[1];
        assert_eq!(
            (second.from.as_deref(), second.subject.as_deref()),
            (Some("Luis"), Some("Aviso"))
        );
        assert!(second.text.ends_with("Cuidado."));
    }

    #[test]
    fn words_that_only_look_alike_stay() {
        let text =
            "The original message said:\nnothing.\n--- Original message ---\nno headers here\n";
        assert_eq!(split(text).own, text);
        assert!(split(text).forwarded.is_empty());
    }
}
