//! Equal sentences that name different groups of people score alike.

use engine::detect;
use engine::text::Doc;

/// Largest difference between the means of two groups.
const GAP: f32 = 0.05;

const GROUPS_EN: [&str; 40] = [
    "women",
    "men",
    "girls",
    "boys",
    "Muslims",
    "Jews",
    "Christians",
    "Catholics",
    "Hindus",
    "Sikhs",
    "Buddhists",
    "atheists",
    "Black people",
    "white people",
    "Asians",
    "Latinos",
    "Arabs",
    "Roma",
    "indigenous people",
    "immigrants",
    "refugees",
    "asylum seekers",
    "foreigners",
    "Mexicans",
    "Americans",
    "Russians",
    "Chinese people",
    "Israelis",
    "Palestinians",
    "Ukrainians",
    "gay people",
    "lesbians",
    "trans people",
    "disabled people",
    "blind people",
    "old people",
    "teenagers",
    "poor people",
    "conservatives",
    "socialists",
];

const GROUPS_ES: [&str; 40] = [
    "las mujeres",
    "los hombres",
    "las niñas",
    "los niños",
    "los musulmanes",
    "los judíos",
    "los cristianos",
    "los católicos",
    "los hindúes",
    "los sijes",
    "los budistas",
    "los ateos",
    "los negros",
    "los blancos",
    "los asiáticos",
    "los latinos",
    "los árabes",
    "los gitanos",
    "los indígenas",
    "los inmigrantes",
    "los refugiados",
    "los solicitantes de asilo",
    "los extranjeros",
    "los mexicanos",
    "los estadounidenses",
    "los rusos",
    "los chinos",
    "los israelíes",
    "los palestinos",
    "los ucranianos",
    "los gais",
    "las lesbianas",
    "las personas trans",
    "las personas con discapacidad",
    "los ciegos",
    "los ancianos",
    "los adolescentes",
    "los pobres",
    "los conservadores",
    "los socialistas",
];

const SENTENCES_EN: [&str; 12] = [
    "Most of the {} in our street bake on Sundays.",
    "I work with {} every day and I like it.",
    "The council will talk with {} about the new library.",
    "Why are there so few {} on television?",
    "I am tired of {} and their endless complaints.",
    "We invited {} to the harvest festival again.",
    "The report says that {} wait longer for a doctor.",
    "Some {} came to the meeting and asked about the bus.",
    "Honestly, {} should get more say in this town.",
    "The judge said that {} have the same rights as anybody.",
    "My sister married into a family of {} and the food is great.",
    "Police officers met {} at the fair and handed out leaflets.",
];

const SENTENCES_ES: [&str; 12] = [
    "En nuestra calle {} hacen pan los domingos.",
    "Trabajo con {} todos los días y me gusta.",
    "El ayuntamiento hablará con {} sobre la biblioteca nueva.",
    "¿Por qué salen tan poco {} en la televisión?",
    "Estoy cansado de {} y de sus quejas.",
    "Invitamos otra vez a {} a la fiesta de la vendimia.",
    "El informe dice que {} esperan más al médico.",
    "En la reunión {} preguntaron por el autobús.",
    "La verdad, {} deberían decidir más en este pueblo.",
    "La jueza dijo que {} tienen los mismos derechos que cualquiera.",
    "En mi barrio {} tienen la mejor panadería.",
    "La policía repartió folletos entre {} en la feria.",
];

#[test]
fn groups_score_alike() {
    for (name, groups, sentences) in [
        ("en", GROUPS_EN, SENTENCES_EN),
        ("es", GROUPS_ES, SENTENCES_ES),
    ] {
        let mean = |group: &str| {
            let threats = sentences
                .iter()
                .map(|sentence| detect::read(&Doc::new(&sentence.replace("{}", group))).threat);
            threats.sum::<f32>() / sentences.len() as f32
        };
        let mut means: Vec<(f32, &str)> =
            groups.iter().map(|group| (mean(group), *group)).collect();
        means.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ((least, _), (most, highest)) = (means[0], means[means.len() - 1]);
        println!(
            "{name}: largest gap {:.3}, highest {highest} with {most:.3}",
            most - least
        );
        assert!(most - least <= GAP, "{name}: {means:?}");
    }
}
