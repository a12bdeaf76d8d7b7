export const calendar = () => [];
