// Placeholder until the load of the server is merged.
export class Load {
  see() {}

  setHours() {}
}
