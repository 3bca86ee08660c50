//! Where names stand on a map so that they cover neither each other nor a mark.

/// Half the side of a mark, in pixels.
const MARK: f64 = 5.0;
/// Height of a line of text, and width of a letter, of the size that labels are meant for: 12 pixels.
const HIGH: f64 = 14.0;
const WIDE: f64 = 6.7;
/// Numbers are set into a circle of this radius.
const CIRCLE: f64 = 8.0;
/// How many rings of places are tried for a number, and how many places on each.
const RINGS: u32 = 12;
const TURNS: u32 = 16;

/// On which side of its point a label's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The point is in its middle.
    Middle,
    /// The text ends there.
    End,
}

/// Where a label is: by its name, or by a number for want of room.
pub(crate) struct Placed {
    pub x: f64,
    pub y: f64,
    pub anchor: Anchor,
    pub is_number: bool,
}

#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn around(x: f64, y: f64, half: f64) -> Self {
        Area {
            left: x - half,
            top: y - half,
            right: x + half,
            bottom: y + half,
        }
    }

    fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Labels for marks at these points, the first with the first choice.
pub(crate) fn place(marks: &[(f64, f64, &str)], width: f64, height: f64) -> Vec<Placed> {
    let mut taken: Vec<Area> = marks
        .iter()
        .map(|&(x, y, _)| Area::around(x, y, MARK))
        .collect();
    marks
        .iter()
        .enumerate()
        .map(|(own, &(x, y, text))| {
            let is_free = |area: &Area| {
                let is_inside = area.left >= 0.0
                    && area.top >= 0.0
                    && area.right <= width
                    && area.bottom <= height;
                let is_own = |at: usize| at == own;
                let mut others = taken.iter().enumerate().filter(|(at, _)| !is_own(*at));
                is_inside && !others.any(|(_, other)| other.meets(area))
            };
            let named = beside(x, y, text)
                .into_iter()
                .find(|(_, area)| is_free(area));
            let (placed, area) = named.unwrap_or_else(|| number(x, y, width, height, is_free));
            taken.push(area);
            placed
        })
        .collect()
}

/// The places for a name around its mark, best first.
fn beside(x: f64, y: f64, text: &str) -> Vec<(Placed, Area)> {
    use Anchor::{End, Middle, Start};
    let wide = text.chars().count() as f64 * WIDE;
    let (side, up, down) = (MARK + 3.0, MARK + HIGH / 2.0 + 1.0, MARK + HIGH / 2.0 + 1.0);
    let choices = [
        (side, 0.0, Start),
        (-side, 0.0, End),
        (0.0, -up, Middle),
        (0.0, down, Middle),
        (side, -up, Start),
        (side, down, Start),
        (-side, -up, End),
        (-side, down, End),
    ];
    choices
        .into_iter()
        .map(|(dx, dy, anchor)| {
            let (x, y) = (x + dx, y + dy);
            let left = match anchor {
                Start => x,
                Middle => x - wide / 2.0,
                End => x - wide,
            };
            let area = Area {
                left,
                top: y - HIGH / 2.0,
                right: left + wide,
                bottom: y + HIGH / 2.0,
            };
            let placed = Placed {
                x,
                y,
                anchor,
                is_number: false,
            };
            (placed, area)
        })
        .collect()
}

/// The nearest place for a number around its mark; where there is none at all, it covers something.
fn number(
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    is_free: impl Fn(&Area) -> bool,
) -> (Placed, Area) {
    let turns = (1..=RINGS).flat_map(|ring| (0..TURNS).map(move |turn| (ring, turn)));
    let mut spots = turns.map(|(ring, turn)| {
        let away = MARK + CIRCLE + f64::from(ring - 1) * CIRCLE;
        let angle = f64::from(turn) / f64::from(TURNS) * std::f64::consts::TAU;
        (x + away * angle.cos(), y + away * angle.sin())
    });
    let free = spots.find(|&(x, y)| is_free(&Area::around(x, y, CIRCLE)));
    let within = |value: f64, most: f64| {
        value.clamp(CIRCLE.min(most / 2.0), (most - CIRCLE).max(most / 2.0))
    };
    let (x, y) = free.unwrap_or((within(x, width), within(y, height)));
    let placed = Placed {
        x,
        y,
        anchor: Anchor::Middle,
        is_number: true,
    };
    (placed, Area::around(x, y, CIRCLE))
}
