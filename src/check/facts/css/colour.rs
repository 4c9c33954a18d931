//! Colours and their contrast.

/// A colour, its parts from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Colour {
    red: f64,
    green: f64,
    blue: f64,
    /// Opacity, from 0 to 1.
    pub(crate) alpha: f64,
}

impl Colour {
    /// Colour of text where nothing is said.
    pub(crate) const BLACK: Self = Self {
        red: 0.0,
        green: 0.0,
        blue: 0.0,
        alpha: 1.0,
    };
    /// Colour of the ground of pages where nothing is said.
    pub(crate) const WHITE: Self = Self {
        red: 1.0,
        green: 1.0,
        blue: 1.0,
        alpha: 1.0,
    };

    /// Reads a colour as a stylesheet writes it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        const NAMES: [(&str, &str); 18] = [
            ("black", "#000"),
            ("white", "#fff"),
            ("red", "#f00"),
            ("green", "#008000"),
            ("lime", "#0f0"),
            ("blue", "#00f"),
            ("navy", "#000080"),
            ("yellow", "#ff0"),
            ("orange", "#ffa500"),
            ("purple", "#800080"),
            ("maroon", "#800000"),
            ("teal", "#008080"),
            ("olive", "#808000"),
            ("gray", "#808080"),
            ("grey", "#808080"),
            ("silver", "#c0c0c0"),
            ("lightgray", "#d3d3d3"),
            ("darkgray", "#a9a9a9"),
        ];
        let text = text.trim().to_ascii_lowercase();
        if let Some((_, hex)) = NAMES.iter().find(|(name, _)| *name == text) {
            return Self::read(hex);
        }
        if let Some(hex) = text.strip_prefix('#') {
            return Self::read_hex(hex);
        }
        let inside = text
            .strip_prefix("rgba(")
            .or_else(|| text.strip_prefix("rgb("))?;
        let inside = inside.strip_suffix(')')?.replace([',', '/'], " ");
        let number = |part: &str, whole: f64| match part.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().ok().map(|number| number / 100.0),
            None => part.parse::<f64>().ok().map(|number| number / whole),
        };
        let mut parts = inside.split_whitespace();
        let mut next = |whole| parts.next().map(|part| number(part, whole));
        Some(Self {
            red: next(255.0)??,
            green: next(255.0)??,
            blue: next(255.0)??,
            alpha: next(1.0).unwrap_or(Some(1.0))?,
        })
    }

    fn read_hex(hex: &str) -> Option<Self> {
        if !hex.is_ascii() {
            return None;
        }
        let short = hex.len() < 6;
        let size = if short { 1 } else { 2 };
        if !matches!(hex.len(), 3 | 4 | 6 | 8) {
            return None;
        }
        let part = |number: usize| {
            let digits = hex.get(number * size..(number + 1) * size)?;
            let value = f64::from(u8::from_str_radix(digits, 16).ok()?);
            Some(if short { value / 15.0 } else { value / 255.0 })
        };
        let alpha = if hex.len() == 4 * size { part(3)? } else { 1.0 };
        Some(Self {
            red: part(0)?,
            green: part(1)?,
            blue: part(2)?,
            alpha,
        })
    }

    /// Colour that is seen of it over an opaque ground.
    pub(crate) fn over(self, ground: Self) -> Self {
        let mix = |own: f64, below: f64| own * self.alpha + below * (1.0 - self.alpha);
        Self {
            red: mix(self.red, ground.red),
            green: mix(self.green, ground.green),
            blue: mix(self.blue, ground.blue),
            alpha: 1.0,
        }
    }

    /// The contrast of two colours as WCAG 2 defines it, from 1 to 21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: f64| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let byte = |part: f64| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        write!(
            f,
            "#{:02x}{:02x}{:02x}",
            byte(self.red),
            byte(self.green),
            byte(self.blue)
        )
    }
}
