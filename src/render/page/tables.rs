//! `guide.html`, `contacts.html`, `assessment.html`, `training.html`: pages that show their data as
//! it stands.

use minijinja::{Value, context};

use crate::{
    model::Site,
    render::data::value,
    standard::{
        Record,
        view::{AssessmentRules, Contacts, Trainings},
    },
};

/// All of the data.
pub(super) fn whole(site: &Site, data: &Record, root: &str) -> Value {
    context! { data => value(site, data, root) }
}

pub(super) fn contacts(site: &Site, data: &Record, root: &str) -> Value {
    let units = Contacts::new(data).units().into_iter();
    let units: Vec<Value> = units.map(|unit| value(site, unit.record(), root)).collect();
    context! { units }
}

/// The criteria, with the sum of their points to two places.
pub(super) fn assessment(site: &Site, data: &Record, root: &str) -> Value {
    let criteria = AssessmentRules::new(data).criteria().into_iter();
    let total: f64 = criteria
        .filter_map(|criterion| criterion.points().get())
        .sum();
    context! { data => value(site, data, root), total_points => (total * 100.0).round() / 100.0 }
}

pub(super) fn trainings(site: &Site, data: &Record, root: &str) -> Value {
    let records = Trainings::new(data).records().into_iter();
    let records: Vec<Value> = records
        .map(|training| value(site, training.record(), root))
        .collect();
    context! { records }
}
