use std::collections::BTreeMap;

use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    source::Span,
};

use super::catalog;

declare_rule! {
    /// 查出目录里断开或者重复的序号。
    ///
    /// ## 为什么
    ///
    /// 序号断开，看的人会以为少了事项；重复了，汇总时会互相覆盖。序号可以在每个领域里各从1起，也可以全目录从头排到尾，按实际用的那一种查。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    序号: 2
    /// +    序号: 3
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    二级事项: 部门决算
    /// +    二级事项: 部门决算及说明
    /// ```
    CatalogNumberGap {
        id: "catalog-number-gap", severity: Warning,
        requirements: ["CAT-10"], since: "0.1.0",
    }
}

/// A number and where it stands.
type Number = (i64, Span);

impl Rule for CatalogNumberGap {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let mut domains: BTreeMap<&str, Vec<Number>> = BTreeMap::new();
        for row in data.items() {
            if let (Some(domain), Some(number)) = (row.domain().get(), row.no().given()) {
                domains.entry(domain).or_default().push(number);
            }
        }
        let whole = breaks(domains.values().flatten().copied().collect());
        let apart: Vec<(&str, Number, String)> = domains
            .iter()
            .flat_map(|(domain, numbers)| {
                let breaks = breaks(numbers.clone()).into_iter();
                breaks.map(|(number, what)| (*domain, number, what))
            })
            .collect();
        // The catalogue is numbered in the way that it keeps better.
        if whole.is_empty() || apart.is_empty() {
            return;
        }
        if whole.len() < apart.len() {
            for ((_, span), what) in whole {
                sink.add(&path, finding("目录", &what).at(span));
            }
        } else {
            for (domain, (_, span), what) in apart {
                sink.add(&path, finding(&format!("“{domain}”领域"), &what).at(span));
            }
        }
    }
}

fn finding(whose: &str, what: &str) -> Finding {
    Finding::new(
        format!("{whose}的序号{what}"),
        "从1起逐个排好序号；删去的事项之后，后面的序号往前移",
    )
}

/// The numbers after which the row does not go on, and how.
fn breaks(mut numbers: Vec<Number>) -> Vec<(Number, String)> {
    numbers.sort_unstable();
    let mut last = 0;
    let mut found = Vec::new();
    for number in numbers {
        if number.0 == last {
            found.push((number, format!(" {last} 用了两次")));
        } else if number.0 != last + 1 {
            let what = if last == 0 {
                format!("从 {} 起，不从 1 起", number.0)
            } else {
                format!("从 {last} 跳到 {}", number.0)
            };
            found.push((number, what));
        }
        last = number.0;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_doubles_are_told_once() {
        let told = |numbers: &[i64]| {
            let numbers = numbers.iter().map(|number| (*number, Span::default()));
            breaks(numbers.collect())
                .into_iter()
                .map(|(_, what)| what)
                .collect::<Vec<_>>()
        };
        assert!(told(&[1, 3, 2]).is_empty());
        assert_eq!(told(&[1, 2, 5, 6]), ["从 2 跳到 5"]);
        assert_eq!(told(&[2, 3]), ["从 2 起，不从 1 起"]);
        assert_eq!(told(&[1, 2, 2]), [" 2 用了两次"]);
    }
}
