//! Texts compared by their words: folded, without accents and without words that carry nothing.

use std::collections::BTreeSet;

/// Words of a text.
pub type Words = BTreeSet<String>;

const EMPTY: &str = "the a an of in on at to for and or by with from their his her its any each who that this \
                     el la los las un una de del en al por para y o a con su sus que se lo";

/// Acts that count as the same, by the beginnings of the words that name them.
const ACTS: [(&str, &str); 14] = [
    (
        "kill",
        "kill murder assassinat shoot shot sniper dead death homicid matar mataran asesin muerte",
    ),
    (
        "injure",
        "injur hurt harm assault beat hospital wound attack golp agred agresi lesion herir stab",
    ),
    ("kidnap", "kidnap abduct captur secuestr"),
    (
        "dox",
        "dox address intelligence information photo identit domicilio direccion difun personal",
    ),
    (
        "surveil",
        "surveil monitor watch spotter track vigil lookout drone",
    ),
    ("harass", "harass intimidat hostig acos"),
    ("threaten", "threat letter message amenaz mensaje warning"),
    ("ambush", "ambush emboscad"),
    ("arrest", "arrest apprehend detain deten custody"),
    ("charge", "charg accus indict imput"),
    ("protect", "protect protecc protej patrol guard security"),
    ("remove", "remov baja dismantl delet taken withdrawn retir"),
    ("report", "report tip urge notif sent"),
    ("investigate", "investig examin record detectiv"),
];

/// Lower case without accents.
pub fn plain(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(fold)
        .collect()
}

fn fold(letter: char) -> Option<char> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => 'a',
        'ç' | 'ć' | 'č' | 'ĉ' => 'c',
        'ď' => 'd',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ě' | 'ę' => 'e',
        'ğ' | 'ģ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ő' | 'º' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ž' | 'ż' => 'z',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}

/// The words of a text as they stand.
pub fn words(text: &str) -> Words {
    plain(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && EMPTY.split(' ').all(|empty| empty != *word))
        .map(str::to_owned)
        .collect()
}

/// The words of a text, plurals in `s` as their singular.
pub fn stems(text: &str) -> Words {
    words(text)
        .into_iter()
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 => stem.to_owned(),
            _ => word,
        })
        .collect()
}

/// Half of the words of the shorter text stand in the other.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (stems(one), stems(other));
    let shorter = one.len().min(other.len());
    shorter > 0 && 2 * one.intersection(&other).count() >= shorter
}

/// Both name an act of one family.
pub fn same_act(one: &str, other: &str) -> bool {
    !acts(one).is_disjoint(&acts(other))
}

fn acts(text: &str) -> BTreeSet<&'static str> {
    let text = plain(text);
    let mut found: BTreeSet<&str> = ACTS
        .into_iter()
        .filter(|(_, stems)| {
            text.split(|c: char| !c.is_ascii_lowercase())
                .any(|word| stems.split(' ').any(|stem| word.starts_with(stem)))
        })
        .map(|(act, _)| act)
        .collect();
    let down = [
        "take him down",
        "take her down",
        "take them down",
        "take down",
    ];
    if down.iter().any(|words| text.contains(words)) {
        found.extend(["kill", "remove"]);
    }
    found
}
