// What a catalogue must be: the English one gives the keys and the placeholders, every other language has exactly the same.
// A missing key, a stray key or a lost placeholder does not compile.

type NamesIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type Together<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

type Holding<Text extends string> = [NamesIn<Text>] extends [never]
  ? string
  : Together<
      NamesIn<Text> extends infer Name ? (Name extends string ? `${string}{{${Name}}}${string}` : never) : never
    >;

/** The same tree of keys as `Source`, each text holding the same `{{placeholders}}`. */
export type Translated<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? Holding<Source[Key]> : Translated<Source[Key]>;
};
