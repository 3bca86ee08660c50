//! A claim in one plain sentence.

use model::Kind;

use super::types::{Amount, Slots};

/// The assertion in English, from its slots.
#[must_use]
pub fn statement(kind: Kind, slots: &Slots) -> String {
    let mut text = head(kind, slots);
    if let Some(target) = &slots.target {
        text.push_str(aim(kind, slots));
        text.push_str(target);
    }
    if let Some(person) = &slots.person {
        text.push_str(if kind == Kind::Response {
            " (suspect: "
        } else {
            ", allegedly by "
        });
        text.push_str(person);
        if kind == Kind::Response {
            text.push(')');
        }
    }
    let harm = [(slots.killed, "killed"), (slots.injured, "injured")];
    let harm: Vec<String> = harm
        .iter()
        .filter_map(|(count, word)| count.map(|n| format!("{n} {word}")))
        .collect();
    if !harm.is_empty() {
        text.push_str(": ");
        text.push_str(&harm.join(", "));
    }
    for (slot, lead) in [(&slots.place, " · "), (&slots.date, " · ")] {
        if let Some(value) = slot {
            text.push_str(lead);
            text.push_str(value);
        }
    }
    text
}

fn head(kind: Kind, slots: &Slots) -> String {
    let act = slots.act.as_deref();
    match kind {
        Kind::Bounty => {
            let amount = slots
                .amount
                .as_ref()
                .map_or_else(String::new, |amount| format!(" of {}", amount_text(amount)));
            format!(
                "Bounty{amount}{}",
                act.map_or_else(String::new, |act| format!(" for {}", gerund(act)))
            )
        }
        Kind::Attack => match act {
            Some("kill") => "Killing".to_owned(),
            Some("shoot") => "Shooting".to_owned(),
            Some("arson") => "Arson".to_owned(),
            _ => "Attack".to_owned(),
        },
        Kind::Incitement => format!("Call to {}", act.map_or("harm", infinitive)),
        Kind::Explosive => {
            if act.is_some_and(|act| act.contains("threat")) {
                "Bomb threat".to_owned()
            } else {
                "Explosive or incendiary device".to_owned()
            }
        }
        Kind::Response => match act {
            Some("arrest") => "Arrest".to_owned(),
            Some("charge") => "Criminal charge".to_owned(),
            Some("protect") => "Protective measures".to_owned(),
            Some("remove") => "Online content removed".to_owned(),
            Some("report") => "Public asked to report".to_owned(),
            Some("investigate") => "Investigation opened".to_owned(),
            other => other.unwrap_or("Response").to_owned(),
        },
        other => {
            let mut word = other.as_str().to_owned();
            word[..1].make_ascii_uppercase();
            word
        }
    }
}

fn aim(kind: Kind, slots: &Slots) -> &'static str {
    match kind {
        Kind::Bounty if slots.act.as_deref() == Some("doxxing") => " on ",
        Kind::Bounty if slots.act.is_some() => " ",
        Kind::Bounty | Kind::Attack if slots.act.as_deref() != Some("kill") => " on ",
        Kind::Kidnapping
        | Kind::Doxxing
        | Kind::Surveillance
        | Kind::Harassment
        | Kind::Attack
        | Kind::Ambush
        | Kind::Swatting => " of ",
        Kind::Response => " for ",
        Kind::Incitement => " ",
        _ => " against ",
    }
}

fn gerund(act: &str) -> &str {
    match act {
        "kill" => "killing",
        "kidnap" => "kidnapping",
        "shoot" => "shooting",
        "injure" | "attack" => "attacking",
        "doxxing" => "information or photographs",
        "surveil" => "watching",
        "harass" => "harassing",
        "arson" => "burning the property of",
        "ambush" => "ambushing",
        "threaten" => "threatening",
        other => other,
    }
}

fn infinitive(act: &str) -> &str {
    match act {
        "doxxing" => "expose",
        "surveil" => "watch",
        "arson" => "burn",
        "injure" => "attack",
        other => other,
    }
}

/// `USD 5,000–10,000`, `up to EUR 20,000`, `at least USD 1,000`.
#[must_use]
pub fn amount_text(amount: &Amount) -> String {
    let currency = amount
        .currency
        .as_deref()
        .map_or_else(String::new, |c| format!("{c} "));
    match (amount.min, amount.max) {
        (Some(min), Some(max)) if min == max => format!("{currency}{}", figure(min)),
        (Some(min), Some(max)) => format!("{currency}{}–{}", figure(min), figure(max)),
        (None, Some(max)) => format!("up to {currency}{}", figure(max)),
        (Some(min), None) => format!("at least {currency}{}", figure(min)),
        (None, None) => format!("{currency}?"),
    }
}

fn figure(value: f64) -> String {
    if value.fract() != 0.0 {
        return format!("{value}");
    }
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 && digit.is_ascii_digit() {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
