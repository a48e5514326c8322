// Tells style sheets that scripts run: plain-only buttons go, script-only ones come.
document.documentElement.classList.add("has-script");
