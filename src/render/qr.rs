//! The permanent address as a QR code, drawn as one SVG path.

use std::fmt::Write as _;

use fast_qr::{ECL, Mask, QRBuilder};

/// Blank modules around the code, as the standard asks.
const QUIET: usize = 4;

/// Draws an address. An address too long for any code gives nothing.
pub(super) fn svg(address: &str) -> String {
    // The mask only evens out the pattern, and any of the eight is valid; trying all of them costs
    // more than the rest of the page.
    let Ok(code) = QRBuilder::new(address.as_bytes())
        .ecl(ECL::L)
        .mask(Mask::Checkerboard)
        .build()
    else {
        return String::new();
    };
    let side = code.size + 2 * QUIET;
    let mut svg = String::with_capacity(3_000);
    let _ = write!(
        svg,
        "<svg viewBox=\"0 0 {side} {side}\" width=\"132\" height=\"132\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\""
    );
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let start = x;
            while x < code.size && row[x].value() {
                x += 1;
            }
            if x > start {
                let _ = write!(
                    svg,
                    "M{} {}h{}v1h-{}z",
                    start + QUIET,
                    y + QUIET,
                    x - start,
                    x - start
                );
            }
            x += 1;
        }
    }
    svg.push_str("\"/></svg>");
    svg
}
