//! Folding: one plain form for the ways in which a word is written.

/// Appends the folded form of a character: lower case, diacritics and zero-width characters
/// dropped, letters of other scripts that look like Latin ones replaced by them.
pub(crate) fn fold_into(character: char, out: &mut String) {
    if character.is_ascii() {
        out.push(character.to_ascii_lowercase());
        return;
    }
    match plain(character) {
        Some(plain) => out.push(plain),
        None if is_invisible(character) => {}
        None => match compatible(character) {
            Some(plain) => out.push(plain),
            None => out.extend(character.to_lowercase()),
        },
    }
}

/// The folded form of a whole text.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        fold_into(character, &mut out);
    }
    out
}

/// Characters that show nothing: joiners, soft hyphens, combining marks, variation selectors.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{0300}'..='\u{036F}' | '\u{E0000}'..='\u{E0FFF}')
}

fn plain(character: char) -> Option<char> {
    Some(match character {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' | 'Ā' | 'ª'
        | 'а' | 'А' | 'α' | 'Α' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'É' | 'È' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'е' | 'Е' | 'ё'
        | 'Ё' | 'Ε' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'Í' | 'Ì' | 'Î' | 'Ï' | 'Ī' | 'і' | 'І' | 'ı' | 'ι' | 'Ι' => {
            'i'
        }
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' | 'Ø' | 'Ō' | 'º'
        | 'о' | 'О' | 'ο' | 'Ο' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'Ú' | 'Ù' | 'Û' | 'Ü' | 'Ū' | 'υ' => 'u',
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'Ν' => 'n',
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' | 'с' | 'С' => 'c',
        'ý' | 'ÿ' | 'Ý' | 'у' | 'У' => 'y',
        'š' | 'Š' | 'ś' | 'Ś' | 'ѕ' | 'Ѕ' => 's',
        'ž' | 'Ž' | 'ź' | 'ż' | 'Ź' | 'Ż' | 'Ζ' => 'z',
        'ł' | 'Ł' => 'l',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'х' | 'Х' | 'Χ' => 'x',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'М' | 'Μ' => 'm',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'Н' | 'һ' | 'Η' => 'h',
        'В' | 'Β' => 'b',
        'ј' | 'Ј' => 'j',
        'ԁ' => 'd',
        'ԝ' => 'w',
        '’' | '‘' | 'ʼ' | '′' | '＇' => '\'',
        _ => return None,
    })
}

/// Full-width and mathematical letters and digits.
fn compatible(character: char) -> Option<char> {
    let code = character as u32;
    let letter = |offset: u32| char::from_u32(u32::from(b'a') + offset % 26);
    match code {
        0xFF10..=0xFF19 => char::from_u32(code - 0xFF10 + u32::from(b'0')),
        0xFF21..=0xFF3A => letter(code - 0xFF21),
        0xFF41..=0xFF5A => letter(code - 0xFF41),
        0x1D400..=0x1D6A3 => letter((code - 0x1D400) % 52),
        0x1D7CE..=0x1D7FF => char::from_u32((code - 0x1D7CE) % 10 + u32::from(b'0')),
        0x24B6..=0x24CF => letter(code - 0x24B6),
        0x24D0..=0x24E9 => letter(code - 0x24D0),
        0x1F130..=0x1F149 => letter(code - 0x1F130),
        0x1F170..=0x1F189 => letter(code - 0x1F170),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn spellings_of_one_word_fold_alike() {
        for text in [
            "Matarán",
            "MATARAN",
            "mаtаrаn",
            "ma\u{200b}taran",
            "ｍataran",
            "𝐦𝐚𝐭𝐚𝐫𝐚𝐧",
        ] {
            assert_eq!(folded(text), "mataran");
        }
    }
}
