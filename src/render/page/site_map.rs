//! `sitemap.html`.

use minijinja::{Value, context};

use crate::{
    model::ColumnId,
    render::{Output, RenderError, Renderer, url_path},
};

impl Renderer<'_> {
    pub(in crate::render) fn site_map(&self) -> Result<Output, RenderError> {
        let tree: Vec<Value> = self.site.columns[0]
            .children
            .iter()
            .map(|id| self.branch(*id))
            .collect();
        self.single("sitemap", "sitemap.html", "站点地图", context! { tree })
    }

    /// A column with those below it.
    fn branch(&self, id: ColumnId) -> Value {
        let column = &self.site.columns[id];
        let children: Vec<Value> = column.children.iter().map(|id| self.branch(*id)).collect();
        context! {
            title => column.title.as_str(), href => url_path(&column.output()), description => column.description(),
            count => self.site.entries(id), children,
        }
    }
}
