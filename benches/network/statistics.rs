//! Medians, their spread, and how sure they are.

use serde::{Deserialize, Serialize};

/// A median with its quartiles.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

/// The median and the quartiles around it.
pub fn spread(values: &[f64]) -> Spread {
    let values = sorted(values);
    let at = |part: f64| values[((values.len() - 1) as f64 * part).round() as usize];
    Spread {
        low: at(0.25),
        median: at(0.5),
        high: at(0.75),
    }
}

/// The median and the interval that holds the true one with a confidence of at least 95 %, whatever the distribution: between
/// two of the values, as the number of values below the true median is binomial. With fewer than six values it is all of them.
pub fn confidence(values: &[f64]) -> Spread {
    let values = sorted(values);
    let outside = values_outside(values.len());
    Spread {
        low: values[outside],
        median: values[values.len() / 2],
        high: values[values.len() - 1 - outside],
    }
}

/// How many values on each side may be left out.
fn values_outside(count: usize) -> usize {
    let mut probability = 0.5_f64.powi(i32::try_from(count).expect("a small number"));
    let (mut sum, mut outside) = (0.0, 0);
    loop {
        sum += probability;
        if sum > 0.025 {
            return outside.max(1) - 1;
        }
        outside += 1;
        probability *= (count - outside + 1) as f64 / outside as f64;
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}
