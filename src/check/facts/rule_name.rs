//! Names of rules that editors write.

/// Asks whether the rule with the nearest name is meant.
pub(crate) fn is_it(nearest: Option<&str>) -> String {
    nearest.map_or_else(
        || "用 gongkai rules 看全部规则".to_owned(),
        |nearest| format!("是不是“{nearest}”？"),
    )
}
