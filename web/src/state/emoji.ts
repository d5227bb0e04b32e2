/** What people reach for most; the rest comes from the keyboard of their system. */
export const emojis: readonly string[] = [
  ...["👍", "👎", "👏", "🙏", "💪", "👋", "🤝", "👀"],
  ...["🙂", "😄", "😂", "🤣", "😊", "😍", "😘", "😉"],
  ...["🤔", "😮", "😅", "😬", "🙄", "😴", "😎", "🤯"],
  ...["😢", "😭", "😡", "😱", "🤒", "🥳", "🤗", "🤷"],
  ...["❤️", "🔥", "🎉", "✨", "💯", "✅", "❌", "⚠️"],
  ...["☕", "🍕", "🍰", "🍻", "🚀", "🐛", "💡", "⏳"],
];

const few = /^(?:(?:\p{Extended_Pictographic}|\p{RI})(?:\p{EMod}|\u{FE0F}|\u{200D})*\s*){1,8}$/u;

/** A few emoji and nothing else, which are shown large. */
export const isEmojiOnly = (text: string): boolean => text.length <= 64 && few.test(text);
