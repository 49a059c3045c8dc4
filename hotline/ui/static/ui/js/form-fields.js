// A form's fields as plain values, and back: text by name, lists where a name has several.

const NOT_OURS = ["csrfmiddlewaretoken", "key"];

/** Read what the form holds; files, passwords and the form's own keys are left out. */
export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || !isOurs(form, name)) continue;
    fields[name] = name in fields ? [].concat(fields[name], value) : value;
  }
  return fields;
}

/** Write the values into the form's controls; what the fields do not name is unticked. */
export function fill(form, fields) {
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || !isOurs(form, name)) continue;
    const values = [].concat(fields[name] ?? []);
    if (type === "checkbox" || type === "radio") control.checked = values.includes(control.value);
    else if (type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
    else if (type !== "submit" && type !== "button" && name in fields) control.value = values[0];
  }
}

function isOurs(form, name) {
  const control = form.elements[name];
  return !NOT_OURS.includes(name) && control?.type !== "password" && control?.type !== "file";
}
