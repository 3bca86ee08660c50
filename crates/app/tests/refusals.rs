//! What the desk refuses to do, as far as it shows in an analysis: to take protest, criticism,
//! satire or the filming of officials for threats, to believe somebody because of their office, to
//! count reports instead of origins, and to keep what people are or believe.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use intake::{Document, Format, Item, Limits, read_bytes};
use serde_json::Value;
use wardline::{job, output};

fn analyze(documents: Vec<Document>) -> Value {
    let analysis = job::analyze(documents, job::Texts::Kept, &|| {});
    serde_json::from_str(&output::json(&analysis)).expect("the analysis is JSON")
}

/// A report as a folder of text files would give it.
fn report(name: &str, text: &str) -> Document {
    read_bytes(name, Format::Text, text.as_bytes(), &Limits::default())
        .into_iter()
        .find_map(|item| match item {
            Item::Document(document) => Some(*document),
            Item::Problem(_) | Item::Note(..) => None,
        })
        .expect("a text is a report")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// What is no threat is in no claim and no incident, and has the lowest level.
fn nothing_is_made_of(texts: &[&str]) {
    let reports: Vec<Document> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| report(&format!("{at}.txt"), text))
        .collect();
    let mut faults = Vec::new();
    for chosen in reports
        .iter()
        .map(|one| vec![one.clone()])
        .chain([reports.clone()])
    {
        let about: String = chosen[0].text.chars().take(50).collect();
        let analysis = analyze(chosen);
        for claim in list(&analysis["claims"]) {
            faults.push(format!("{about}…: claim {}", claim["statement"]));
        }
        if !list(&analysis["incidents"]).is_empty() {
            faults.push(format!("{about}…: an incident"));
        }
        for one in list(&analysis["reports"]) {
            let reading = &one["reading"];
            if reading["level"] != "P5"
                || reading["stance"] == "makes"
                || reading["stance"] == "reports"
            {
                faults.push(format!(
                    "{about}…: {} {}, {}",
                    one["path"], reading["level"], reading["stance"]
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn protest_is_no_threat() {
    nothing_is_made_of(&[
        "Hundreds march against reservoir plan\n\nSome 400 people marched through Quillmouth on Saturday to \
         protest against the new reservoir. They blocked the bridge for an hour, chanted \"shame on you\" outside \
         the home of the council leader's party office and burned a cardboard dam. Organisers promised to come \
         back every week until the plan is dropped. Nobody was arrested and nobody was hurt.",
        "Sit-in at ministry enters third day\n\nStudents occupying the lobby of the Education Ministry in Varrow \
         said on Tuesday that they would not leave before the fees are withdrawn. \"We will fight this to the \
         end,\" said their speaker, Ilse Novotna. They called for a strike on Friday and for the minister's \
         resignation. Guards let them in and out.",
        "Concentración en la plaza de Miralcampo\n\nUnos trescientos vecinos se concentraron ayer ante el \
         ayuntamiento de Miralcampo contra la tala de los plátanos. Hubo pitos, pancartas y gritos de «fuera, \
         fuera» al paso de la alcaldesa. La plataforma anunció que seguirá en la calle «hasta tumbar el proyecto». \
         El acto terminó sin incidentes.",
        "Los agricultores cortan la carretera\n\nUn centenar de agricultores cortó ayer la carretera de Bolarque con \
         tractores para exigir agua. Lanzaron huevos contra una foto del consejero y corearon «ladrones». «Vamos a dar \
         guerra», avisó su portavoz, Lucio Berna. No hubo heridos ni detenidos.",
        "Nurses picket town clinic\n\nNurses picketed the clinic in Harl on Monday over night shifts. They carried a \
         coffin marked \"patient safety\" and promised a fight. The director said she would talk. The picket goes on \
         until Friday.",
        "Chapel prays outside council\n\nTwenty members of the Lakeside chapel prayed in front of the council house on \
         Sunday and warned of God's judgement on those who close the night shelter. Councillor Ames brought them tea.",
    ]);
}

#[test]
fn criticism_is_no_threat() {
    nothing_is_made_of(&[
        "Letter to the editor\n\nJudge Harrow's ruling on the ferry is a disgrace. She has plainly never waited for \
         a boat in the rain. She ought to be ashamed, she ought to resign, and if she does not, the voters of this \
         county should throw her out in November. I have told her so in writing and shall tell her again.",
        "Opinion: the police chief must go\n\nChief Aldous Brandt has failed this town. His officers come late, his \
         figures do not add up, and he insults anyone who asks. We will hold him to account: at the next council \
         meeting, at the ballot box and, if need be, in court. His days in the post are numbered.",
        "Opinión\n\nEl consejero Barreda ha mentido a los vecinos y debe dimitir hoy mismo. Su gestión es una \
         vergüenza y su soberbia, un insulto. Lo perseguiremos con preguntas en cada pleno hasta que conteste, y \
         pagará su error en las urnas.",
        "Editorial: the prosecutor should be impeached\n\nProsecutor Lena Varga has dropped nineteen cases against her \
         friends. This newspaper will keep publishing every one of them. She will pay for it: with her office, her \
         pension and her name.",
        "Honestly, the mayor's new bike lanes are killing this town. I'd love to see him ride one in February. Vote him \
         out, flood his office with letters, phone his secretary, make noise!",
    ]);
}

#[test]
fn satire_is_no_threat() {
    nothing_is_made_of(&[
        "THE CROOKED KETTLE: satire you can pour\n\nMinister declares war on puddles\n\nAfter losing a shoe on Monday, \
         the Transport Minister has vowed to hunt down every puddle in the land and destroy it without mercy. \"They \
         know where I live,\" he whispered to our made-up correspondent. A reward of nine biscuits is on offer for \
         information leading to a dry pavement.",
    ]);
}

#[test]
fn filming_officials_is_no_threat() {
    nothing_is_made_of(&[
        "How to film a traffic stop\n\nYou have the right to film police officers at work in public. Keep a few steps \
         away, hold the phone still, do not get in the way and say the time and the street aloud. Note the number on \
         the badge. Keep the original file and send a copy to the complaints board.",
        "Volunteers record inspections at the market\n\nMembers of the Open Stalls group filmed inspectors at Ganton \
         market on Thursday and put the video on their page. It shows two officers weighing fish and writing a \
         receipt. \"We record every inspection, so that everybody can see how it is done,\" said Wanda Ilic. The \
         inspectorate said that it had no objection.",
        "Grabar a la policía\n\nUna vecina de Albera grabó con su móvil a dos agentes que ponían multas en la calle \
         del Molino y subió el vídeo. La asociación Ojos Abiertos recuerda que grabar a funcionarios en la vía \
         pública es legal y ofrece un taller gratuito el sábado.",
    ]);
}

#[test]
fn figures_of_speech_are_no_threat() {
    nothing_is_made_of(&[
        "EL GRILLO COJO, semanario satírico\n\nEl alcalde secuestra el verano\n\nEl alcalde de Villatrampa anunció \
         ayer que ha secuestrado el mes de agosto y que solo lo soltará a cambio de un rescate de tres mil helados. \
         Todo lo que cuenta este periódico es mentira, menos el precio.",
        "The Daily Turnip (satire)\n\nPolice chief kidnapped by own paperwork\n\nChief Bob Noodle was taken hostage on \
         Tuesday by form 27-B and is being held under three kilos of carbon copies. The forms demand a ransom of one \
         million staples. This article is satire; no chiefs were filed.",
        "Humor\n\nOfrecen 5.000 euros por la cabeza del árbitro... de lechuga. La peña del Borrascoso ha tallado en una \
         lechuga la cara del árbitro y la subasta. La puja va por 5.000 euros, y el árbitro, que tiene sentido del \
         humor, ha prometido comérsela.",
        "Carta al director\n\nLa jueza Marín nos ha matado la fiesta con su auto. Que venga ella a explicarlo a los \
         músicos. Le hemos mandado doscientas cartas y le mandaremos otras doscientas.",
        "Clashes of words at pension rally\n\nAbout 2,000 pensioners rallied outside parliament in Ostermark on \
         Wednesday. Protesters surrounded the finance minister's car for ten minutes, banged on pots and called him a \
         thief. \"We are coming for your seat,\" said union leader Gerd Malus. Police reported no offences.",
    ]);
}

#[test]
fn filming_is_no_surveillance() {
    nothing_is_made_of(&[
        "We spent the morning outside the courthouse filming the officers at the door, the badge numbers and the plates \
         of the patrol cars, as the law allows, and posted the video. One officer waved.",
        "Court: filming police is protected\n\nAn appeals court in Dunmore ruled on Friday that a woman who filmed two \
         officers during an arrest in front of her house did nothing wrong. The officers had taken her phone. The \
         county must pay her $3,000.",
    ]);
}

const FIRST: &str = "Marden Wire\nMarch 3, 2025\n\nShots fired at home of county clerk\n\nGunmen fired at the home of \
    county clerk Odile Ferrand in Stannick on Sunday night and injured two people, the Stannick Police Department \
    said in a statement on Monday. \"This was a planned attack on a public servant,\" the statement said. The \
    department said that somebody had offered $4,000 for her home address.";

const SECOND: &str = "The Lowmoor Post\nMarch 4, 2025\n\nClerk attacked in her house\n\nTwo people were injured on Sunday \
    night when gunmen opened fire on the house of Odile Ferrand, the county clerk, in Stannick, according to a \
    statement of the Stannick Police Department. \"This was a planned attack on a public servant,\" it said. According \
    to the department, $4,000 had been offered for her home address.";

#[test]
fn two_reports_of_one_statement_are_one_origin() {
    let analysis = analyze(vec![
        report("first.txt", FIRST),
        report("second.txt", SECOND),
    ]);
    let claims = list(&analysis["claims"]);
    for kind in ["attack", "bounty"] {
        assert!(
            claims
                .iter()
                .any(|claim| claim["kind"] == kind && list(&claim["reports"]).len() == 2),
            "both reports carry the {kind}: {claims:#?}"
        );
    }
    for claim in claims {
        assert_eq!(claim["independent_origins"], 1, "{claim:#}");
        assert_eq!(list(&claim["origins"]).len(), 1, "{claim:#}");
    }
    for incident in list(&analysis["incidents"]) {
        assert_eq!(incident["independent_origins"], 1, "{incident:#}");
        assert_eq!(incident["circular"], true, "{incident:#}");
    }
}

/// Somebody else's own count of the same attack does stand beside the first.
#[test]
fn two_statements_are_two_origins() {
    let other = "The Lowmoor Post\nMarch 4, 2025\n\nClerk attacked in her house\n\nGunmen fired at the home of county \
        clerk Odile Ferrand in Stannick on Sunday night and injured two people, Lowmoor General Hospital said. \"Both \
        came to us within the hour,\" the hospital's director, Dr Pavla Renn, told reporters.";
    let analysis = analyze(vec![report("first.txt", FIRST), report("other.txt", other)]);
    let attack = list(&analysis["claims"])
        .iter()
        .find(|claim| claim["kind"] == "attack" && list(&claim["reports"]).len() == 2)
        .expect("both reports carry the attack");
    assert_eq!(attack["independent_origins"], 2, "{attack:#}");
}

/// For each kind of claim the most independent origins and the best credibility (1 is best).
fn weight(analysis: &Value) -> BTreeMap<String, (u64, u64)> {
    let mut weights = BTreeMap::new();
    for claim in list(&analysis["claims"]) {
        let kind = claim["kind"].as_str().expect("a kind").to_owned();
        let origins = claim["independent_origins"].as_u64().expect("a number");
        let (most, best) = weights.entry(kind).or_insert((0, u64::MAX));
        *most = origins.max(*most);
        *best = credibility(claim).min(*best);
    }
    weights
}

fn credibility(claim: &Value) -> u64 {
    let grade = claim["credibility"].as_str().expect("a grade");
    grade.parse().expect("grades are 1 to 6")
}

/// What weighs more in the second analysis than in the first.
fn gained(alone: &Value, echoed: &Value) -> Vec<String> {
    let alone = weight(alone);
    let more = |kind: &String, origins: u64, grade: u64| match alone.get(kind) {
        Some(&(most, best)) => origins > most || grade < best,
        None => true,
    };
    weight(echoed)
        .into_iter()
        .filter(|(kind, (origins, grade))| more(kind, *origins, *grade))
        .map(|(kind, now)| format!("{kind}: {:?} became {now:?}", alone.get(&kind)))
        .collect()
}

const OUTLETS: [&str; 5] = [
    "The Fennick Herald",
    "Radio Salt Marsh",
    "North Pier Gazette",
    "Channel Forty Echo",
    "Daily Lantern",
];

/// One report five times, under five names.
fn echo(text: &str) -> Vec<Document> {
    OUTLETS
        .iter()
        .enumerate()
        .map(|(at, outlet)| {
            let mut copy = report(&format!("copy-{at}.txt"), text);
            copy.publisher = Some((*outlet).to_owned());
            copy
        })
        .collect()
}

#[test]
fn an_echo_adds_nothing() {
    for text in [FIRST, SECOND] {
        let alone = analyze(vec![report("alone.txt", text)]);
        assert!(
            !list(&alone["claims"]).is_empty(),
            "there is something to repeat"
        );
        let faults = gained(&alone, &analyze(echo(text)));
        assert!(faults.is_empty(), "copies: {}", faults.join("\n"));

        let body = text.split_once('\n').expect("an outlet above a text").1;
        let mastheads = OUTLETS
            .iter()
            .map(|outlet| report(&format!("{outlet}.txt"), &format!("{outlet}\n{body}")))
            .collect();
        let faults = gained(&alone, &analyze(mastheads));
        assert!(
            faults.is_empty(),
            "under other mastheads: {}",
            faults.join("\n")
        );
    }
}

#[test]
fn an_echo_adds_nothing_to_any_report_of_the_corpus() {
    let mut faults = Vec::new();
    for folder in clusters("develop") {
        for (path, text) in texts(&folder) {
            let copies = echo(&text);
            let gained = gained(&analyze(copies[..1].to_vec()), &analyze(copies));
            faults.extend(gained.into_iter().map(|what| format!("{path}: {what}")));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A statement weighs the same whoever made it.
#[test]
fn nobody_is_believed_for_their_office() {
    let said_by = |who: &str| {
        let text = format!(
            "Stannick, March 3, 2025\n\nTwo men kidnapped the county clerk Odile Ferrand in Stannick on Sunday, {who} \
             said. She was freed on Monday, {who} said."
        );
        weight(&analyze(vec![report("one.txt", &text)]))
    };
    let police = said_by("the Stannick Police Department");
    assert!(!police.is_empty(), "there is a claim");
    assert_eq!(police, said_by("the Stannick Rowing Club"));
}

fn clusters(set: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../corpus/clusters")
        .join(set);
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the clusters stand beside the code")
        .map(|entry| entry.expect("a folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "{set} has clusters");
    folders
}

/// Path and content of the texts of a folder.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            (path.display().to_string(), text)
        })
        .collect();
    texts.sort();
    texts
}

fn confirmed_needs_two_origins(set: &str) {
    let mut claims = 0;
    for folder in clusters(set) {
        let documents = texts(&folder)
            .iter()
            .map(|(path, text)| report(path, text))
            .collect();
        for claim in list(&analyze(documents)["claims"]) {
            claims += 1;
            let origins = claim["independent_origins"].as_u64().expect("a number");
            assert!(
                credibility(claim) > 1 || origins >= 2,
                "{}: {} is called confirmed on {origins} origins",
                folder.display(),
                claim["id"],
            );
            assert!(
                origins <= list(&claim["origins"]).len() as u64,
                "{}: {} counts origins that it does not name",
                folder.display(),
                claim["id"],
            );
        }
    }
    assert!(claims > 0, "{set} has claims");
}

#[test]
fn confirmed_needs_two_origins_in_develop() {
    confirmed_needs_two_origins("develop");
}

#[test]
fn confirmed_needs_two_origins_in_heldout() {
    confirmed_needs_two_origins("heldout");
}

/// The contract has no place for what people are or believe.
#[test]
fn no_field_holds_what_people_are_or_believe() {
    fn words(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    found.push(name.to_lowercase());
                    if name != "description" && name != "title" {
                        words(value, found);
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| words(value, found)),
            Value::String(word) => found.push(word.to_lowercase()),
            _ => {}
        }
    }
    let schema: Value = serde_json::from_str(output::SCHEMA).expect("the schema is JSON");
    let mut found = Vec::new();
    words(&schema, &mut found);
    assert!(
        found.iter().any(|word| word == "independent_origins"),
        "names are found"
    );
    for refused in [
        "immigra",
        "nationality",
        "citizen",
        "religi",
        "faith",
        "ethni",
        "race",
        "politic",
        "party",
        "health",
        "diagnos",
        "disab",
        "gender",
        "sexual",
    ] {
        let held: Vec<&String> = found.iter().filter(|word| word.contains(refused)).collect();
        assert!(held.is_empty(), "the contract holds {held:?}");
    }
}
