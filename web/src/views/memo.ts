import { Component, type FunctionComponent, h } from "preact";

/** The same view, shown again only where `isSame` says that something it shows has changed. */
export function memo<Props extends object>(view: FunctionComponent<Props>, isSame: (a: Props, b: Props) => boolean) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return !isSame(this.props, next);
    }

    override render() {
      return h(view, this.props);
    }
  };
}
