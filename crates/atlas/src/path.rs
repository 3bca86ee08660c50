//! Points to the data of an SVG path, with no more of them than can be seen.

use std::fmt::Write;

use crate::clip::Point;

/// Appends a line, or a ring, that may be moved by `off` pixels where that saves points.
pub(crate) fn write(points: &[Point], is_ring: bool, off: f64, path: &mut String) {
    let steps = steps(&thinned(points, is_ring, off));
    let least = if is_ring { 3 } else { 2 };
    let is_small = match is_ring {
        true => area(&steps) < off * off,
        false => extent(&steps) < off,
    };
    if steps.len() < least || is_small {
        return;
    }
    let (mut x, mut y) = steps[0];
    path.push('M');
    pair(x, y, path);
    path.push('l');
    for (at, &(to_x, to_y)) in steps.iter().enumerate().skip(1) {
        if at > 1 && to_x >= x {
            path.push(' ');
        }
        pair(to_x - x, to_y - y, path);
        (x, y) = (to_x, to_y);
    }
    if is_ring {
        path.push('z');
    }
}

/// Points in tenths of a pixel, none twice in a row.
fn steps(points: &[Point]) -> Vec<(i32, i32)> {
    let tenth = |value: f64| (value * 10.0).round() as i32;
    let mut steps: Vec<_> = points.iter().map(|&(x, y)| (tenth(x), tenth(y))).collect();
    steps.dedup();
    steps
}

/// In pixels.
fn area(steps: &[(i32, i32)]) -> f64 {
    let sides = steps.iter().zip(steps.iter().cycle().skip(1));
    let twice: i64 = sides
        .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
        .sum();
    twice.abs() as f64 / 200.0
}

/// In pixels, of the longer side of what holds the line.
fn extent(steps: &[(i32, i32)]) -> f64 {
    let long = |side: fn(&(i32, i32)) -> i32| {
        let sides = || steps.iter().map(side);
        sides().max().unwrap_or(0) - sides().min().unwrap_or(0)
    };
    f64::from(long(|step| step.0).max(long(|step| step.1))) / 10.0
}

fn pair(x: i32, y: i32, path: &mut String) {
    decimal(x, path);
    if y >= 0 {
        path.push(' ');
    }
    decimal(y, path);
}

/// Tenths with a point, as short as can be.
fn decimal(tenths: i32, path: &mut String) {
    let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
    let sign = if tenths < 0 { "-" } else { "" };
    // writing to a string does not fail
    let _ = match (whole, part) {
        (_, 0) => write!(path, "{sign}{whole}"),
        (0, _) => write!(path, "{sign}.{part}"),
        _ => write!(path, "{sign}{whole}.{part}"),
    };
}

/// The points that matter (Douglas and Peucker). A ring is taken in two halves.
fn thinned(points: &[Point], is_ring: bool, off: f64) -> Vec<Point> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut keep = vec![false; points.len()];
    let last = points.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut todo = vec![(0, last)];
    if is_ring {
        let away = |at: &usize| squared(points[0], points[*at]);
        let far = (0..=last).max_by(|a, b| away(a).total_cmp(&away(b)));
        let far = far.unwrap_or(last);
        keep[far] = true;
        todo = vec![(0, far), (far, last)];
    }
    while let Some((from, to)) = todo.pop() {
        let farthest = (from + 1..to)
            .map(|at| (at, beside(points[at], points[from], points[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, _)) = farthest.filter(|(_, away)| *away > off) {
            keep[at] = true;
            todo.extend([(from, at), (at, to)]);
        }
    }
    let kept = points.iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(&point, _)| point).collect()
}

fn squared(a: Point, b: Point) -> f64 {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)
}

/// How far a point lies beside the line from `a` to `b`.
fn beside(point: Point, a: Point, b: Point) -> f64 {
    let length = squared(a, b);
    if length == 0.0 {
        return squared(a, point).sqrt();
    }
    let across = (b.0 - a.0) * (point.1 - a.1) - (b.1 - a.1) * (point.0 - a.0);
    across.abs() / length.sqrt()
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn paths_are_short() {
        let mut path = String::new();
        let line = [(0.0, 0.0), (5.0, 0.05), (10.0, 0.0), (9.5, 4.0)];
        write(&line, false, 0.3, &mut path);
        assert_eq!(path, "M0 0l10 0-.5 4");
        let ring = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0)];
        write(&ring, true, 0.3, &mut path);
        assert_eq!(path, "M0 0l10 0-.5 4M1 1l2 0 0 2z");
        write(&[(1.0, 1.0), (1.04, 1.0)], false, 0.3, &mut path);
        assert_eq!(path.len(), 27);
    }
}
