//! The attribute's arguments: `#[generator(boxed, crate = path, macros(name), graph = "file.mmd")]` → [`Args`].

use crate::errors::text;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Path, Token, parenthesized};

/// What the user set between the attribute's parentheses.
#[derive(Default)]
pub struct Args {
    /// Where `generator-core` is found, if not at `::generator_core`.
    pub krate: Option<Path>,
    /// Macros whose arguments are expressions.
    pub macros: Vec<Path>,
    /// `boxed`: the body stays as it is written, in a box.
    pub boxed: Option<Ident>,
    /// The file that the diagram of the machine is written to.
    pub graph: Option<LitStr>,
}

impl Args {
    /// The path of `generator-core`.
    pub fn krate(&self) -> Path {
        self.krate.clone().unwrap_or_else(|| {
            let mut path =
                Path::from(proc_macro2::Ident::new("generator_core", proc_macro2::Span::call_site()));
            path.leading_colon = Some(<Token![::]>::default());
            path
        })
    }
}

impl Parse for Args {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut args = Args::default();
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                args.krate = Some(input.call(Path::parse_mod_style)?);
            } else if input.peek(Ident) && input.fork().parse::<Ident>()? == "macros" {
                input.parse::<Ident>()?;
                let names;
                parenthesized!(names in input);
                args.macros.extend(names.parse_terminated(Path::parse_mod_style, Token![,])?);
            } else if input.peek(Ident) && input.fork().parse::<Ident>()? == "boxed" {
                args.boxed = Some(input.parse()?);
            } else if input.peek(Ident) && input.fork().parse::<Ident>()? == "graph" {
                input.parse::<Ident>()?;
                input.parse::<Token![=]>()?;
                let file = input.parse().map_err(|error| syn::Error::new(error.span(), text::NO_GRAPH_FILE));
                args.graph = Some(file?);
            } else {
                let rest: proc_macro2::TokenStream = input.parse()?;
                return Err(syn::Error::new_spanned(rest, text::UNKNOWN_ARGUMENT));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(args)
    }
}
