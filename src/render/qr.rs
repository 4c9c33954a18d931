//! The permanent address as a QR code, drawn as one SVG path.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Blank modules around the code, as the standard asks.
const QUIET: i32 = 4;

/// Draws an address. An address too long for any code gives nothing.
pub(super) fn svg(address: &str) -> String {
    // The mask only evens out the pattern, and any of the eight is valid; trying all of them costs
    // more than the rest of the page.
    let segments = [QrSegment::make_bytes(address.as_bytes())];
    let code = QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Low,
        Version::MIN,
        Version::MAX,
        Some(Mask::new(0)),
        false,
    );
    let Ok(code) = code else { return String::new() };
    let side = code.size() + 2 * QUIET;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {side} {side}\" width=\"132\" height=\"132\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path stroke=\"#000\" d=\""
    );
    svg.reserve(2_400);
    for y in 0..code.size() {
        // Each row is a dashed line: dark runs are drawn, light ones are stepped over.
        push_number(&mut svg, 'M', QUIET);
        push_number(&mut svg, ' ', y + QUIET);
        svg.push_str(".5");
        let (mut x, mut light) = (0, 0);
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x == start {
                (x, light) = (x + 1, light + 1);
                continue;
            }
            if light > 0 {
                push_number(&mut svg, 'm', light);
                svg.push_str(" 0");
                light = 0;
            }
            push_number(&mut svg, 'h', x - start);
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

/// Numbers here are below 200 and there are hundreds in every page: too many for `write!`.
fn push_number(out: &mut String, command: char, number: i32) {
    out.push(command);
    if number >= 100 {
        out.push(char::from(b'0' + (number / 100) as u8));
    }
    if number >= 10 {
        out.push(char::from(b'0' + (number / 10 % 10) as u8));
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_their_width() {
        let svg = svg("https://www.example.gov.cn/a.html");
        let path = svg
            .split("stroke=\"#000\" d=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let rows: Vec<&str> = path.split('M').skip(1).collect();
        let side: usize = svg
            .split("viewBox=\"0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(rows.len() + 8, side);
        // The finder pattern in the corner: seven dark modules, one light.
        assert!(rows[0].starts_with("4 4.5h7m"), "{}", rows[0]);
    }

    #[test]
    fn an_endless_address_gives_nothing() {
        assert_eq!(svg(&"a".repeat(5_000)), "");
    }
}
