//! `ledger.html`: the tasks of the plan.

use minijinja::{Value, context};

use crate::{
    render::{Renderer, data::value, link::link},
    standard::{
        Record,
        view::{Ledger, TaskStatus},
    },
};

impl Renderer<'_> {
    pub(super) fn ledger(&self, data: &Record, root: &str) -> Value {
        let data = Ledger::new(data);
        let key = |status| match status {
            Some(TaskStatus::Done) => "done",
            Some(TaskStatus::Doing) => "doing",
            Some(TaskStatus::Standing) | None => "standing",
        };
        let count = |wanted| {
            let tasks = data.tasks().into_iter();
            tasks
                .filter(|task| task.status().get() == Some(wanted))
                .count()
        };
        let tasks: Vec<Value> = data
            .tasks()
            .into_iter()
            .map(|task| {
                let status = task.status().get();
                let overdue = status == Some(TaskStatus::Doing) && task.due().get().is_some_and(|due| due < self.site.config.as_of);
                context! {
                    status_key => key(status), overdue,
                    evidence => task.evidence().get().map(|target| link(self.site, target, None, root)),
                    ..value(self.site, task.record(), root)
                }
            })
            .collect();
        context! { tasks, counts => context! { done => count(TaskStatus::Done), doing => count(TaskStatus::Doing), standing => count(TaskStatus::Standing) } }
    }
}
