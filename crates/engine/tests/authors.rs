//! Who stands behind what nobody is cited for: who writes, posts, answers, acts, looks for themselves, or was there.

use engine::{Options, Study, picture};

/// The source of the first mention whose words hold `part`; `nobody`, or `nothing` where nothing is told there.
fn source_of(text: &str, part: &str) -> String {
    let study = Study::of(text, &Options::default());
    let notes = &study.notes;
    let found = notes
        .mentions
        .iter()
        .find(|(_, quote)| quote.text.contains(part));
    match found.map(|(mention, _)| mention.source) {
        None => "nothing".to_owned(),
        Some(None) => "nobody".to_owned(),
        Some(Some(source)) => notes.sources[source].name.clone(),
    }
}

#[track_caller]
fn says(text: &str, part: &str, name: &str) {
    assert_eq!(source_of(text, part), name, "{text}");
}

/// The names of the origins of what several texts tell, and the most independent ones of any claim.
fn origins_of(texts: &[&str]) -> (Vec<String>, usize) {
    let study = |text: &&str| Study::of(text, &Options::default());
    let studies: Vec<Study> = texts.iter().map(study).collect();
    let picture = picture(&studies);
    let counts = picture.claims.iter().map(|claim| claim.independent_origins);
    let most = counts.max().unwrap_or(0);
    let names = picture.origins.into_iter().map(|origin| origin.name);
    (names.collect(), most)
}

#[test]
fn who_writes_a_mail_tells_it() {
    says(
        "From: Hannah Oakes <oakes@tarn.example>\nTo: All wardens\nDate: Tue, 3 Mar 2026 09:10:00 +0000\nSubject: Last night\n\nAll,\n\nMy home address and a picture of my gate were posted in a group on Monday night. A man threatened to kill my sister.\n\nHannah\n",
        "sister",
        "Hannah Oakes",
    );
    says(
        "De: Marta Olmedilla <olmedilla@tarn.example>\nPara: Personal\nFecha: martes, 3 de marzo de 2026\nAsunto: Anoche\n\nEquipo:\n\nPublicaron mi dirección y la foto de mi casa en un grupo el lunes. Yo estoy bien.\n\nMarta\n",
        "dirección",
        "Marta Olmedilla",
    );
}

#[test]
fn a_signed_letter_speaks_for_the_body_that_writes() {
    says(
        "Tarn Ferry Workers' Union\n\n4 March 2026\n\nDear members,\n\nTwo of our deckhands were shot at and wounded on the quay on Monday.\n\nYours faithfully,\nHannah Oakes\nBranch secretary",
        "deckhands",
        "Tarn Ferry Workers' Union",
    );
    says(
        "From: branch@tarn.example\nTo: press@tarn.example\nSubject: Our staff\n\nThe Tarn Clerks' Union represents the staff of the court. Two of our clerks were shot at and wounded on Monday.\n\nHannah Oakes\nBranch secretary",
        "wounded",
        "Tarn Clerks' Union",
    );
    says(
        "Sindicato de Barqueros de Tarne\n\n4 de marzo de 2026\n\nCompañeras y compañeros:\n\nDos de nuestros marineros fueron heridos a tiros el lunes en el muelle.\n\nAtentamente,\nMarta Olmedilla\nSecretaria general",
        "marineros",
        "Sindicato de Barqueros de Tarne",
    );
}

#[test]
fn the_letters_page_of_an_outlet_is_no_letter() {
    let text = "The Tarn Herald\n4 March 2026\n\nDear readers,\n\nTwo deckhands were shot and wounded on the quay on Monday.\n\nHannah Oakes\nEditor";
    assert_ne!(source_of(text, "deckhands"), "Hannah Oakes");
}

#[test]
fn a_press_office_at_the_end_makes_a_release() {
    says(
        "Home | News | Jobs\n\nNote 12. Two held over the shooting\n\nThe Tarn Rural Police arrested two men on Tuesday. They are suspected of shooting and wounding Judge Ada Brink at her home.\n\nPress office.",
        "wounding",
        "Tarn Rural Police",
    );
    says(
        "Inicio | Notas | Empleo\n\nNota 12. Dos detenidos por el incendio\n\nLa Guardia Rural de Tarne detuvo el martes a dos hombres. Se les acusa del incendio de la casa de la jueza Ada Brink.\n\nGabinete de prensa.",
        "incendio de la casa",
        "Guardia Rural de Tarne",
    );
}

#[test]
fn answers_are_of_who_is_interviewed_and_questions_of_nobody() {
    let english = "Channel Tarn\nInterview by Peter Rudd with Hannah Oakes\n\n— Where were you on Monday?\n\n— In the boat behind. A man shot and wounded my deckhand.\n\n— And since then?\n\n— They threatened to kill my sister on Tuesday.\n\n— Will you stay?\n\n— I will.";
    says(english, "deckhand", "Hannah Oakes");
    says(english, "sister", "Hannah Oakes");
    let spanish = "Canal Tarne\nEntrevista de Pedro Ruda a Marta Olmedilla\n\n—¿Dónde estaba usted el lunes?\n\n—En la barca de atrás. Un hombre disparó e hirió a mi marinero.\n\n—¿Y después?\n\n—Amenazaron de muerte a mi hermana el martes.\n\n—Dicen que secuestraron al alcalde el jueves.\n\n—No lo sé.\n\n—¿Se queda usted?\n\n—Me quedo.";
    says(spanish, "marinero", "Marta Olmedilla");
    says(spanish, "hermana", "Marta Olmedilla");
    assert_ne!(source_of(spanish, "alcalde"), "Marta Olmedilla");
}

#[test]
fn a_script_in_capitals_is_read_like_any_text() {
    says(
        "RADIO TARN\nScript, 3 March 2026\n\nGOOD EVENING. A NIGHT WARDEN WAS SHOT AND WOUNDED AT THE OLD MILL ON MONDAY, MAYOR HANNAH OAKES SAID.",
        "WARDEN",
        "HANNAH OAKES",
    );
    says(
        "RADIO TARNE\nGuion, 3 de marzo de 2026\n\nBUENAS NOCHES. UN GUARDIA FUE HERIDO A TIROS EL LUNES EN EL MOLINO VIEJO, INFORMÓ LA ALCALDESA MARTA OLMEDILLA. LA POLICÍA BUSCA A DOS HOMBRES QUE DISPARARON DESDE UN COCHE.",
        "GUARDIA",
        "MARTA OLMEDILLA",
    );
}

#[test]
fn what_an_outlet_was_shown_or_saw_it_tells_itself() {
    says(
        "The Tarn Herald\n3 March 2026\n\nA driver showed the Herald pages of a message board. Under a list a user wrote: \"2,000 dollars for whoever breaks the legs of Judge Ada Brink.\"",
        "2,000",
        "The Tarn Herald",
    );
    says(
        "The Tarn Herald\n3 March 2026\n\nThis newspaper looked at the site on Sunday.\n\nThe site also dangled money. Whoever shot Judge Ada Brink was to be paid 2,000 dollars.",
        "2,000",
        "The Tarn Herald",
    );
    says(
        "El Heraldo de Tarne\n3 de marzo de 2026\n\nEste modesto diario encontró una página donde se ofrecen 2.000 dólares por matar a la jueza Ada Brink.",
        "2.000",
        "El Heraldo de Tarne",
    );
    says(
        "El Heraldo de Tarne\n3 de marzo de 2026\n\nUn volante llegó a nuestra redacción. Lo conservamos en un cajón: ofrece 2.000 dólares por matar a la jueza Ada Brink.",
        "2.000",
        "El Heraldo de Tarne",
    );
}

#[test]
fn somebody_with_a_name_who_shows_it_is_the_source() {
    says(
        "The Tarn Herald\n3 March 2026\n\nThe nurse Hannah Oakes showed this newspaper the register: on Monday two men with gunshot wounds came in from the attack at the mill.",
        "gunshot",
        "Hannah Oakes",
    );
    says(
        "El Heraldo de Tarne\n3 de marzo de 2026\n\nLa enfermera Marta Olmedilla mostró a este diario el registro: el lunes entraron dos hombres heridos a tiros en el ataque del molino.",
        "heridos",
        "Marta Olmedilla",
    );
}

#[test]
fn who_asks_not_to_be_named_told_it() {
    says(
        "The Tarn Herald\n3 March 2026\n\nOne of the nurses, who asked not to be named, was sent a note on Monday with a threat to kill her sister.",
        "note",
        "nurses",
    );
    says(
        "El Heraldo de Tarne\n3 de marzo de 2026\n\nUna enfermera, que prefiere el anonimato, recibió el lunes una nota con amenazas de muerte contra su hermana.",
        "nota",
        "enfermera",
    );
}

#[test]
fn a_neighbour_who_saw_it_stands_beside_the_police() {
    let force = "Gunmen shot and wounded Judge Ada Brink at her home on 9 March 2026, the Cornel Police Department said.";
    let paper = "Gunmen shot and wounded Judge Ada Brink at her home on 9 March 2026, the Cornel Police Department said.\n\nA neighbour, Hannah Oakes, watched it from across the lane. \"Two of them went in, no shouting.\"";
    let (names, _) = origins_of(&[force, paper]);
    assert!(names.contains(&"Hannah Oakes".to_owned()), "{names:?}");
    let fuerza = "Unos pistoleros dispararon e hirieron a la jueza Ada Brink en su casa el 9 de marzo de 2026, informó la Policía Foral de Cornel.";
    let diario = format!(
        "{fuerza}\n\nUna vecina, Marta Olmedilla, lo vio desde la acera de enfrente. «Entraron dos, sin gritos ni nada»."
    );
    let (names, _) = origins_of(&[fuerza, &diario]);
    assert!(names.contains(&"Marta Olmedilla".to_owned()), "{names:?}");
}

#[test]
fn a_witness_in_a_text_that_tells_of_no_act_is_of_what_the_others_tell() {
    let force = "Gunmen shot and wounded Judge Ada Brink at Low Balm on 9 March 2026, the Cornel Police Department said. \"They came up the lane of Low Balm with the lights off and they left with the lights off,\" it said.";
    let witness = "Hannah Oakes heard four bangs at the home of Judge Ada Brink at Low Balm. \"I counted them at the window,\" she told me on 10 March 2026. \"They came up the lane of Low Balm with the lights off and they left with the lights off.\"";
    let (alone, _) = origins_of(&[witness]);
    assert!(alone.is_empty(), "{alone:?}");
    let (names, most) = origins_of(&[force, witness]);
    assert!(names.contains(&"Hannah Oakes".to_owned()), "{names:?}");
    assert_eq!(most, 1);
}

#[test]
fn who_condemns_or_is_accused_is_no_witness() {
    let text = |more: &str| {
        format!(
            "Gunmen shot and wounded Judge Ada Brink at her home on 9 March 2026, the Cornel Police Department said.{more}"
        )
    };
    let (names, _) = origins_of(&[&text(
        "\n\nHannah Oakes said: \"I condemn this cowardly attack with all my heart.\"",
    )]);
    assert!(!names.contains(&"Hannah Oakes".to_owned()), "{names:?}");
    let (names, _) = origins_of(&[&text(
        " Peter Rudd was arrested on Tuesday, police said.\n\nPeter Rudd said: \"I never saw that house in my life.\"",
    )]);
    assert!(!names.contains(&"Peter Rudd".to_owned()), "{names:?}");
}

#[test]
fn each_post_of_a_thread_is_told_by_who_posts_it() {
    let english = "Tarn talk\n\ntern_04\n\n2026-03-03 09:10\n\nA warden was shot and wounded at the mill last night.\n\nlimpet\n\n2026-03-03 09:40\n\nTerrible.\n\noldpike\n\n2026-03-03 10:15\n\nMy cousin swears that a nurse was kidnapped at the mill too.";
    says(english, "warden", "tern_04");
    assert_ne!(source_of(english, "nurse"), "oldpike");
    let spanish = "Foro de Tarne\n\n[garza_04, 3 mar 2026, 09:10]\nAnoche hirieron a tiros a un guardia en el molino.\n\n[lapa, 3 mar 2026, 09:40]\nTerrible.\n\n[lucio, 3 mar 2026, 10:15]\nCierro el hilo.";
    says(spanish, "guardia", "garza_04");
    let dashes = "Tarn talk > Town\n\ntern_04 — 3 Mar, 09:10\nA warden was shot and wounded at the mill last night.\n\nlimpet — 3 Mar, 09:40\nTerrible.\n\n[MOD] oldpike — 3 Mar, 10:15\nThread closed.";
    says(dashes, "warden", "tern_04");
}

#[test]
fn each_line_of_a_chat_is_told_by_who_writes_it() {
    says(
        "03/05/2026, 19:48 - Ada Unit 12: Is anybody at the quay?\n03/05/2026, 19:52 - Hannah W7: They shot the warden in the leg at the mill\n04/05/2026, 06:15 - Ada Unit 12: Stay inside",
        "warden",
        "Hannah W7",
    );
    says(
        "[03/05/26 19:48:10] Ada: ¿hay alguien en el muelle?\n[03/05/26 19:52:33] Marta Sur: Anoche hirieron a tiros al guardia en el molino\n[04/05/26 06:15:01] Ada: no salgan",
        "guardia",
        "Marta Sur",
    );
}

#[test]
fn an_editor_tells_what_befell_their_own_paper() {
    let text = "THE TARN LIGHT\nFriday, March 6, 2026\n\nWE ARE LATE\nby Hannah Oakes, editor\n\nOn Tuesday a call reached me from a number I do not know. A man offers \"five thousand dollars to whoever kills Ada Brink\" and laughs. I have played it to our lawyer.\n\nOn Wednesday night somebody set our print shop on Quay Road on fire.";
    says(text, "offers", "Hannah Oakes");
    says(text, "print shop", "Hannah Oakes");
}

#[test]
fn whoever_chairs_a_body_speaks_for_it_on_its_paper() {
    says(
        "Tarn Society of Ushers\n4 March 2026\n\nTo members, to the clerk, and to anyone who reads it.\n\nI have chaired this society for nine years and I never wrote such a letter. On Monday two ushers were shot at and wounded. I am sorry.\n\nHannah Oakes\nChair",
        "ushers",
        "Tarn Society of Ushers",
    );
}

#[test]
fn a_body_or_an_official_answers_for_what_they_decide() {
    let before = "Gunmen shot and wounded Judge Ada Brink on Monday, police said.\n\n";
    for (more, part, name) in [
        (
            "The Tarn District Court remanded Peter Rudd in custody over the shooting of the judge on Tuesday.",
            "remanded",
            "Tarn District Court",
        ),
        (
            "Justice Minister Hannah Oakes promised armed guards for every judge by July.",
            "guards",
            "Hannah Oakes",
        ),
    ] {
        says(&format!("{before}{more}"), part, name);
    }
    says(
        "Unos pistoleros hirieron a tiros a la jueza Ada Brink el lunes, informó la policía.\n\nLa Corte Provincial de Tarne dispuso custodia policial para los jueces.",
        "custodia",
        "Corte Provincial de Tarne",
    );
}

#[test]
fn a_band_that_a_leaflet_is_laid_to_tells_nothing() {
    for (text, part, band) in [
        (
            "A leaflet attributed to a gang called Los Juncos offers 2,000 dollars for killing Judge Ada Brink.",
            "2,000",
            "Los Juncos",
        ),
        (
            "Un panfleto atribuido a la banda Los Juncos ofrece 2.000 dólares por matar a la jueza Ada Brink.",
            "2.000",
            "Los Juncos",
        ),
    ] {
        assert_ne!(source_of(text, part), band, "{text}");
    }
}

#[test]
fn who_can_neither_confirm_nor_deny_bears_nobody_out() {
    let force = "A price of 2,000 dollars was put on the life of Judge Ada Brink, the Cornel Police Department said.";
    let union = |says: &str| {
        format!(
            "Asked about a price of 2,000 dollars put on the life of Judge Ada Brink, the Tarn Ushers' Union {says}."
        )
    };
    let confirms = union("said that it knew of it");
    assert_eq!(origins_of(&[force, &confirms]).1, 2);
    let neither = union("said that it could neither confirm nor deny it");
    assert_eq!(origins_of(&[force, &neither]).1, 1);
    let fuerza = "Se ofrecieron 2.000 dólares por la vida de la jueza Ada Brink, informó la Policía Foral de Cornel.";
    let gremio = |dice: &str| {
        format!(
            "Preguntado por los 2.000 dólares ofrecidos por la vida de la jueza Ada Brink, el Sindicato de Ujieres de Tarne dijo que {dice}."
        )
    };
    assert_eq!(origins_of(&[fuerza, &gremio("lo conocía")]).1, 2);
    let ni = gremio("ni confirmaba ni desmentía el dato");
    assert_eq!(origins_of(&[fuerza, &ni]).1, 1);
}

#[test]
fn a_heading_before_a_colon_is_nobody() {
    let text = "Tarn Online\n3 March 2026\n\nBREAKING NEWS: A fire destroyed the office of the Tarn Ushers' Union overnight, set with petrol by two men.";
    assert_ne!(source_of(text, "petrol"), "BREAKING NEWS");
    let texto = "Tarne en línea\n3 de marzo de 2026\n\nÚLTIMA HORA: Dos hombres incendiaron anoche con gasolina la sede del Sindicato de Ujieres.";
    assert_ne!(source_of(texto, "gasolina"), "ÚLTIMA HORA");
}

#[test]
fn a_nickname_or_a_hyphen_stays_in_the_name() {
    says(
        "Un guardia fue herido a tiros el lunes en el molino, contó Julián «Pico» Arrieta.",
        "guardia",
        "Julián «Pico» Arrieta",
    );
    says(
        "A warden was shot and wounded on Monday, the Sun-Courier reported.",
        "warden",
        "Sun-Courier",
    );
}

#[test]
fn who_leads_a_body_is_whom_the_sentence_names_behind() {
    for post in ["jefe policial", "jefe del Frente de Tarne,"] {
        says(
            &format!(
                "Unos hombres hirieron a tiros al abogado Percy Huanca el lunes, informó el {post} Hugo Arrieta."
            ),
            "abogado",
            "Hugo Arrieta",
        );
    }
    says(
        "Gunmen shot and wounded the lawyer Peter Rudd on Monday, said the police chief, Hannah Oakes.",
        "lawyer",
        "Hannah Oakes",
    );
}

#[test]
fn whom_a_body_identifies_tells_nothing() {
    let head = "Una guardia murió a tiros el lunes en el molino, informó la Guardia Estatal de Tarne. La corporación identificó a la fallecida como Teresa Ochoa Cruz, de 54 años.";
    says(
        &format!("{head}\n\nSegún el parte, dos hombres dispararon contra la barca el lunes."),
        "barca",
        "Guardia Estatal de Tarne",
    );
}

#[test]
fn the_official_is_who_spoke_before() {
    says(
        "Gunmen shot and wounded a judge on Monday, said Commissioner Hannah Oakes. Two men were arrested in Tarn on Tuesday, the official said.",
        "arrested",
        "Hannah Oakes",
    );
    says(
        "Unos hombres hirieron a tiros a una jueza el lunes, dijo la ministra Marta Olmedilla. Dos hombres fueron detenidos el martes en Tarne, aseguró la funcionaria.",
        "detenidos",
        "Marta Olmedilla",
    );
}

#[test]
fn a_caller_a_holiday_or_a_header_tells_nothing() {
    let caller = "Armed police surrounded the home of the school board chair on Monday after a caller claimed that a man had shot his wife, the district said.";
    says(caller, "surrounded", "district");
    says(
        "According to the mayor, Hannah Oakes, three letters have reached her since Easter warning that she would be shot.",
        "letters",
        "Hannah Oakes",
    );
    let memo = "Tarn Office of Works\nMEMO\n\nSUBJECT: A man shot and wounded a warden at the mill on Monday.";
    assert_ne!(source_of(memo, "warden"), "SUBJECT");
}

#[test]
fn what_an_act_left_bears_out_whoever_looked() {
    let police = "TARN AGENCY\n4 March 2026\n\nGunmen shot at the home of Judge Ada Brink in Mill Lane on Monday night, police said.";
    let paper = |seen: &str| {
        format!(
            "The Tarn Herald\n5 March 2026\n\nNobody was at home when two men on a motorcycle fired at the house of Judge Ada Brink in Mill Lane late on Monday, according to police.\n\nThis newspaper counted four {seen}."
        )
    };
    let (holes, cats) = (paper("holes in the door"), paper("cats on the wall"));
    assert_eq!(origins_of(&[police, &holes]).1, 2);
    assert_eq!(origins_of(&[police, &cats]).1, 1);
}
