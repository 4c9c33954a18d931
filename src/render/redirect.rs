//! The page at an address that another page had once.

use minijinja::{Value, context};

use crate::model::Target;

use super::{Output, RenderError, Renderer, chrome::PageTags, depth, url_path};

impl Renderer<'_> {
    pub(super) fn redirect(&self, number: usize) -> Result<Output, RenderError> {
        let site = self.site;
        let redirect = &site.redirects[number];
        let (column, title) = match redirect.target {
            Target::Page(id) => (
                site.pages[id].column,
                site.pages[id].document.title.as_str(),
            ),
            Target::Column(id) => (id, site.columns[id].title.as_str()),
            Target::Asset(_) => (0, site.columns[0].title.as_str()),
        };
        let output = site.output(redirect.target);
        let depth = depth(&redirect.output);
        let root = "../".repeat(depth);
        let href = format!("{root}{}", url_path(&output));
        // Old addresses may lie deeper than any page does now.
        let made = match self.chromes.get(&depth) {
            Some(_) => None,
            None => Some(self.chrome(&root)?),
        };
        let rail = match self.rails.get(&(column, depth)) {
            Some(rail) => rail.clone(),
            None => self.rail(column, &root)?,
        };
        let Some(chrome) = made.as_ref().or_else(|| self.chromes.get(&depth)) else {
            return Err(RenderError::Table {
                file: "redirect.html",
                reason: "页头没有做成".to_owned(),
            });
        };
        // The address that it names as its own is the new one.
        let tags = PageTags {
            kind: "redirect",
            ..self.column_tags(column, title, &output)
        };
        let crumbs: Vec<Value> = self.crumbs(column, &redirect.output, Some(title));
        let own = context! { target => context! { title, href } };
        let context = self.dress(chrome, rail, column, &tags, crumbs, own)?;
        self.template("redirect.html", context, redirect.output.clone())
    }
}
