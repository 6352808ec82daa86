import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, TabPanels, Tabs as AriaTabs } from 'react-aria-components';

import './Tabs.css';

export type TabItem<Value extends string> = {
  value: Value;
  label: string;
  icon?: ReactNode;
  mark?: ReactNode;
  content: ReactNode;
};

export type TabsProps<Value extends string> = {
  label: string;
  tabs: readonly TabItem<Value>[];
  value: NoInfer<Value>;
  onChange: (value: NoInfer<Value>) => void;
};

/** Sides of one thing, one at a time. Arrow keys move. */
export function Tabs<Value extends string>({ label, tabs, value, onChange }: TabsProps<Value>) {
  return (
    <AriaTabs
      className="ui-tabs"
      selectedKey={value}
      onSelectionChange={(key) => {
        const picked = tabs.find((tab) => tab.value === key);
        if (picked) onChange(picked.value);
      }}
    >
      <TabList aria-label={label} className="ui-tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.value} id={tab.value} className="ui-tab">
            {tab.icon}
            {tab.label}
            {tab.mark}
          </Tab>
        ))}
      </TabList>
      <TabPanels>
        {tabs.map((tab) => (
          <TabPanel key={tab.value} id={tab.value} className="ui-tab-panel">
            {tab.content}
          </TabPanel>
        ))}
      </TabPanels>
    </AriaTabs>
  );
}
