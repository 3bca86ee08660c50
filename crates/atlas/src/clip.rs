//! What of a ring or a line lies in a rectangle from nought to `width` and `height`.

pub(crate) type Point = (f64, f64);

/// The ring cut at the edges (Sutherland and Hodgman): where it leaves the rectangle it goes along its edge.
pub(crate) fn ring(points: Vec<Point>, width: f64, height: f64) -> Vec<Point> {
    let points = half(points, |p| p.0, |a, b| at_x(a, b, 0.0));
    let points = half(points, |p| width - p.0, |a, b| at_x(a, b, width));
    let points = half(points, |p| p.1, |a, b| at_y(a, b, 0.0));
    half(points, |p| height - p.1, |a, b| at_y(a, b, height))
}

/// The part of a ring where `inside` is not negative; `cut` is where a side meets the edge.
fn half(
    points: Vec<Point>,
    inside: impl Fn(Point) -> f64,
    cut: impl Fn(Point, Point) -> Point,
) -> Vec<Point> {
    let Some(&last) = points.last() else {
        return points;
    };
    if points.iter().all(|&point| inside(point) >= 0.0) {
        return points;
    }
    let mut kept = Vec::with_capacity(points.len());
    let mut before = last;
    for point in points {
        let (was, is) = (inside(before) >= 0.0, inside(point) >= 0.0);
        if was != is {
            kept.push(cut(before, point));
        }
        if is {
            kept.push(point);
        }
        before = point;
    }
    kept
}

fn at_x(a: Point, b: Point, x: f64) -> Point {
    (x, a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0))
}

fn at_y(a: Point, b: Point, y: f64) -> Point {
    (a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1), y)
}

/// The pieces of a line that lie within (Liang and Barsky).
pub(crate) fn line(points: &[Point], width: f64, height: f64) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    let mut is_open = false;
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let Some((from, to)) = within(a, b, width, height) else {
            is_open = false;
            continue;
        };
        let along = |part: f64| (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
        match pieces.last_mut() {
            Some(piece) if is_open && from == 0.0 => piece.push(along(to)),
            _ => pieces.push(vec![along(from), along(to)]),
        }
        is_open = to == 1.0;
    }
    pieces
}

/// From which part of a side to which it lies within.
fn within(a: Point, b: Point, width: f64, height: f64) -> Option<(f64, f64)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-dx, a.0),
        (dx, width - a.0),
        (-dy, a.1),
        (dy, height - a.1),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::{line, ring};

    #[test]
    fn a_ring_goes_along_the_edge() {
        let square = vec![(-5.0, 2.0), (5.0, 2.0), (5.0, 8.0), (-5.0, 8.0)];
        let cut = ring(square.clone(), 10.0, 10.0);
        assert_eq!(cut, [(0.0, 2.0), (5.0, 2.0), (5.0, 8.0), (0.0, 8.0)]);
        let far: Vec<_> = square.iter().map(|&(x, y)| (x - 50.0, y)).collect();
        assert!(ring(far, 10.0, 10.0).is_empty());
    }

    #[test]
    fn a_line_ends_at_the_edge() {
        let there_and_back = [(5.0, 5.0), (15.0, 5.0), (15.0, 6.0), (5.0, 6.0)];
        assert_eq!(
            line(&there_and_back, 10.0, 10.0),
            [[(5.0, 5.0), (10.0, 5.0)], [(10.0, 6.0), (5.0, 6.0)]]
        );
        assert!(line(&[(-1.0, -1.0), (-1.0, 20.0)], 10.0, 10.0).is_empty());
    }
}
