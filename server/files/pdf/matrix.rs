//! Transformations of the plane.

use lopdf::Object;

/// A transformation: the six numbers of a PDF.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    /// The one that changes nothing.
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A shift.
    pub fn shift(x: f64, y: f64) -> Self {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// The one with these six numbers.
    pub fn of(numbers: &[Object]) -> Option<Self> {
        let mut matrix = [0.0; 6];
        if numbers.len() != matrix.len() {
            return None;
        }
        for (into, number) in matrix.iter_mut().zip(numbers) {
            *into = f64::from(number.as_float().ok()?);
        }
        Some(Matrix(matrix))
    }

    /// This one, and then the other.
    pub fn then(self, other: Matrix) -> Matrix {
        let (Matrix([a, b, c, d, e, f]), Matrix([p, q, r, s, t, u])) = (self, other);
        Matrix([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    /// A point.
    pub fn point(self, x: f64, y: f64) -> (f64, f64) {
        let Matrix([a, b, c, d, e, f]) = self;
        (x * a + y * c + e, x * b + y * d + f)
    }
}
