//! One organisation named in two languages.

use crate::text::folded;

/// Heads of organisations' names that translate one another.
const HEADS: &[&[&str]] = &[
    &["office", "oficina", "despacho"],
    &["ministry", "ministerio"],
    &["department", "departamento", "secretaria"],
    &["police", "policia"],
    &[
        "prosecutor",
        "fiscalia",
        "procuraduria",
        "prosecution",
        "attorney",
    ],
    &["prefecture", "prefectura"],
    &["directorate", "direccion"],
    &["network", "red"],
    &["guild", "gremio"],
    &["court", "tribunal", "juzgado", "corte", "audiencia"],
    &["union", "sindicato"],
    &["association", "asociacion"],
    &["federation", "federacion"],
    &["council", "consejo", "ayuntamiento", "concejo"],
    &["hospital", "clinic", "clinica"],
    &["university", "universidad"],
    &["government", "gobierno", "administration"],
    &["agency", "agencia"],
    &["institute", "instituto"],
    &["service", "servicio"],
    &["college", "colegio"],
    &["commission", "comision"],
    &["committee", "comite"],
    &["guard", "guardia"],
];

/// Words beside them that translate one another.
const BESIDE: &[&[&str]] = &[
    &["south", "southern", "sur"],
    &["north", "northern", "norte"],
    &["east", "eastern", "oriental"],
    &["west", "western", "occidental", "oeste"],
    &[
        "prison",
        "prisons",
        "penitenciario",
        "penitenciaria",
        "prisiones",
        "carceles",
    ],
    &["health", "salud", "sanidad"],
    &["security", "safety", "seguridad"],
    &["workers", "trabajadores", "trabajadoras"],
    &["teachers", "docentes", "maestros", "profesores"],
    &["doctors", "physicians", "medicos"],
    &["nurses", "enfermeras", "enfermeros", "enfermeria"],
    &["judges", "jueces"],
    &["guards", "guardianes", "custodios"],
    &["rangers", "guardaparques", "guardabosques"],
    &["firefighters", "fire", "bomberos"],
    &["journalists", "periodistas"],
    &["press", "prensa"],
    &["media", "medios"],
    &["parks", "parques"],
    &["harbor", "harbour", "port", "puerto"],
    &["state", "estatal", "estado"],
    &["city", "municipal"],
    &["public", "publica", "publico"],
    &["free", "libre"],
    &["word", "palabra"],
    &["human", "humanos"],
    &["rights", "derechos"],
    &["emergency", "emergencias"],
    &["customs", "aduanas"],
    &["environment", "medioambiente", "ambiente"],
    &["interior", "home"],
];

/// Letters that cognates begin with alike: `justice`, `justicia`.
const COGNATE: usize = 5;

/// Whether two names, written in different languages, have heads that translate one another and share
/// a proper word or a cognate beside them.
pub(crate) fn is_translation(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    let (a, b): (Vec<&str>, Vec<&str>) = (words(&a), words(&b));
    let heads = |words: &[&str]| {
        words
            .iter()
            .filter_map(|word| concept(word))
            .collect::<Vec<_>>()
    };
    let (ha, hb) = (heads(&a), heads(&b));
    let same_head = ha.iter().any(|head| hb.contains(head));
    let (beside_a, beside_b) = (beside(&a), beside(&b));
    let proper = (beside_a.iter()).any(|x| beside_b.iter().any(|y| alike(x, y)));
    same_head && (proper || a.len() == 1 || b.len() == 1 || is_word_for_word(&beside_a, &beside_b))
}

/// The words of a name that are no head.
fn beside<'n>(words: &[&'n str]) -> Vec<&'n str> {
    let words = words.iter().copied();
    words.filter(|word| concept(word).is_none()).collect()
}

/// `Southern Prison Service`, `Servicio Penitenciario del Sur`: each word of the shorter is in the longer, heads aside.
fn is_word_for_word(a: &[&str], b: &[&str]) -> bool {
    let row = |word: &str| BESIDE.iter().position(|row| row.contains(&word));
    let translates = |x: &str, y: &str| alike(x, y) || row(x).is_some() && row(x) == row(y);
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|x| long.iter().any(|y| translates(x, y)))
}

fn words(name: &str) -> Vec<&str> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            word.len() > 2 && !matches!(*word, "the" | "for" | "and" | "del" | "las" | "los")
        })
        .collect()
}

fn concept(word: &str) -> Option<usize> {
    HEADS.iter().position(|heads| {
        heads.contains(&word)
            || word
                .strip_suffix('s')
                .is_some_and(|singular| heads.contains(&singular))
    })
}

fn alike(x: &str, y: &str) -> bool {
    x == y
        || x.len() > COGNATE
            && y.len() > COGNATE
            && x.as_bytes()[..COGNATE] == y.as_bytes()[..COGNATE]
}

#[cfg(test)]
mod tests {
    use super::is_translation;

    #[test]
    fn translations_and_strangers() {
        assert!(is_translation(
            "Office of the State Marshal of Calder",
            "Oficina del Alguacil Estatal de Calder"
        ));
        assert!(is_translation(
            "Ministry of Justice",
            "Ministerio de Justicia"
        ));
        assert!(!is_translation(
            "Ministry of Justice",
            "Ministerio de Sanidad"
        ));
        assert!(is_translation(
            "Southern Prison Service",
            "Servicio Penitenciario del Sur"
        ));
        assert!(!is_translation(
            "Southern Prison Service",
            "Servicio de Salud del Norte"
        ));
        assert!(!is_translation("Calder Police", "Oficina de Calder"));
    }
}
